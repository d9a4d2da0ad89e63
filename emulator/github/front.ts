import type { Context, Hono } from 'hono';
import type { Json } from './json.ts';
import type { Upstream } from './upstream.ts';

export type Level = 'read' | 'write';

/** Who is calling, read from the token. */
export type Caller =
  | { readonly kind: 'user'; readonly login: string }
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation';
      readonly permissions: Readonly<Record<string, string>>;
      /** Full names; undefined is every repository of the installation. */
      readonly repositories: readonly string[] | undefined;
    }
  | {
      readonly kind: 'workflow';
      readonly repository: string;
      readonly runId: number;
      readonly permissions: Readonly<Record<string, string>>;
    };

export interface WebhookEvent {
  readonly event: string;
  readonly payload: Json;
}

/** A delivery to the app, as `GET /app/hook/deliveries/{id}` shows it. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  readonly durationS: number;
  readonly status: string;
  readonly statusCode: number;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly payload: Json;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

/** One REST call through the front, kept for validation against GitHub's description. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestBody: unknown;
  readonly responseBody: unknown;
  /** Whether the answer had a body that is no JSON. */
  readonly hasBytes: boolean;
}

export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly installationId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** What a resource may use. Resources register their routes before everything else is forwarded to emulate. */
export interface Front {
  readonly app: Hono;
  readonly url: string;
  readonly identity: AppIdentity;
  readonly upstream: Upstream;
  /** Login of the organisation's owner. */
  readonly owner: string;
  readonly immutableReleases: boolean;
  callerOf(c: Context): Caller | undefined;
  /** Login that a caller acts as. */
  loginOf(caller: Caller | undefined): string;
  /** Whether the caller's token allows it in this repository; users by their role. */
  may(c: Context, permission: string, level: Level): Promise<boolean>;
  /** Sends a webhook: to the app, and to everybody who listens here. */
  emit(event: string, payload: Json): void;
  onEvent(listener: (event: WebhookEvent) => void): () => void;
  issueWorkflowToken(grant: {
    readonly repository: string;
    readonly runId: number;
    readonly permissions: Readonly<Record<string, string>>;
  }): string;
  redeliver(delivery: Delivery): void;
  readonly deliveries: readonly Delivery[];
  /** Work that a webhook may follow from: `settle` waits for it. */
  follow(work: Promise<unknown>): void;
  settle(): Promise<void>;
}

export type Resource = (front: Front) => void;
