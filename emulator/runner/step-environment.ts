/** What all steps of a job share and none of them changes. */
export interface StepEnvironment {
  /** Actions by `owner/repo`, as folders on this machine. */
  readonly actions: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly repository: string;
  readonly sha: string;
  readonly token: string;
  readonly cacheFolder: string;
  readonly summaryFile: string;
  readonly nextStepId: () => number;
  readonly defaults:
    | { readonly shell?: string | undefined; readonly 'working-directory'?: string | undefined }
    | undefined;
  /** Post steps of actions, to run in reverse when the job ends. */
  readonly posts: PostStep[];
  readonly onAnnotation: (command: string, properties: Readonly<Record<string, string>>, message: string) => void;
}

export interface PostStep {
  readonly name: string;
  readonly condition: string;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
}

export type Variables = Readonly<Record<string, string>>;

/** An expected end of a step: its command said no. */
export class StepFailed extends Error {
  readonly outputs: Variables;
  constructor(message: string, outputs: Variables) {
    super(message);
    this.outputs = outputs;
  }
}
