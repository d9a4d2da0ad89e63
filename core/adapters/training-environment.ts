import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installationRoot } from './installation-root.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a training command may know of the machine: paths, locale, accelerators, Python. RUNNER_TRACKING_ID is how a runner
 * finds what a job has left running; without it a detached process would outlive the job.
 */
const HANDED_ON =
  /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|LD_LIBRARY_PATH|CUDA_.*|NVIDIA_.*|OMP_.*|MKL_.*|TF_.*|HTTPS?_PROXY|NO_PROXY|CI|VIRTUAL_ENV|CONDA_.*|PYTHON.*|RUNNER_TRACKING_ID)$/i;
/** NVIDIA_API_KEY, TF_TOKEN_app_terraform_io and TF_VAR_… look like settings of an accelerator and are secrets. */
const SECRET = /TOKEN|SECRET|PASSW|CREDENTIAL|(^|_)KEY|^TF_VAR_/i;

/** The command is the pull request's: no token, no `INPUT_*`, no internals of the runner reach it. */
export function chooseEnvironment(environment: Environment, ours: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const hook = pathToFileURL(join(installationRoot(), 'core/adapters/resolve-hook.ts')).href;
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => HANDED_ON.test(name) && !SECRET.test(name))),
    // `node` in the command is the Node that runs us, whatever the machine has.
    PATH: [dirname(process.execPath), environment['PATH'] ?? ''].join(delimiter),
    NODE_OPTIONS: `--import=${hook}`,
    ...ours,
  };
}
