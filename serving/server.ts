import { createHash, timingSafeEqual } from 'node:crypto';
import { OperatorError } from '@tidegate/core/errors';
import type { ModelRuntime } from '@tidegate/core/ports/model-runtime';
import { taskOf } from '@tidegate/core/serving/serving-hints';
import fastify, { type FastifyInstance } from 'fastify';
import { finishRequestsOnClose } from './finish-requests.ts';
import { createLoader, LoadBody } from './load-version.ts';
import { countPredictions, createServingMetrics } from './metrics.ts';
import { createModelSlot } from './model-slot.ts';
import { createModelStore } from './model-store.ts';
import { predictRows } from './predict-rows.ts';
import { createPredictionLog } from './prediction-log.ts';
import { statusOf } from './refusals.ts';
import { openVersion, type ServedVersion } from './served-version.ts';

export interface ServerOptions {
  readonly runtime: ModelRuntime;
  /** Folder of this server: models/ and predictions.jsonl. */
  readonly stateFolder: string;
  /** Fixed at the start: a caller names a repository, never a host. */
  readonly githubApiUrl: string;
  /** Secret of those who may change the model; empty means nobody. */
  readonly adminToken: string;
  readonly log: (message: string) => void;
}

const BODY_LIMIT = 16 * 1024 ** 2;

/** The model server: one version at a time, swapped without a gap, and every answer logged. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { runtime, stateFolder, log } = options;
  const slot = createModelSlot();
  const store = createModelStore(`${stateFolder}/models`);
  const predictions = createPredictionLog(`${stateFolder}/predictions.jsonl`, (error) =>
    log(`prediction log: ${String(error)}`),
  );
  const metrics = createServingMetrics(predictions.lost);
  const serve = (version: ServedVersion): void => {
    slot.swap(version);
    metrics.served.reset();
    metrics.served.set(
      { model: version.manifest.model, version: version.manifest.modelVersion, digest: version.digest },
      1,
    );
    log(`serves ${version.release} ${version.digest}`);
  };
  const kept = await store.read().catch((error: unknown) => {
    log(`the model on disk is not served: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  if (kept) {
    await openVersion(runtime, kept.manifest, kept.bytes, new Date()).then(serve, (error: Error) =>
      log(`the model on disk is not served: ${error.message}`),
    );
  }

  const load = createLoader({ runtime, store, githubApiUrl: options.githubApiUrl, serve });
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  finishRequestsOnClose(app);
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = statusOf(error);
    if (status === 500) log(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void reply.status(status).send(body);
  });
  app.get('/health', (_request, reply) => {
    const ready = slot.current() !== undefined;
    void reply.status(ready ? 200 : 503).send({ server: 'tidegate', live: true, ready });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get<{ Params: { model: string } }>('/v2/models/:model', (request, reply) => {
    const version = slot.current();
    if (version?.manifest.model !== request.params.model) {
      throw new OperatorError(
        'release-missing',
        `Request for unknown model: ${JSON.stringify(request.params.model.slice(0, 80))} is not found.`,
        `This server serves ${version?.manifest.model ?? 'nothing yet'}.`,
      );
    }
    void reply.send(describe(version));
  });
  app.post<{ Params: { model: string } }>('/v2/repository/models/:model/load', async (request) => {
    if (!isAdmin(request.headers.authorization, options.adminToken)) {
      throw new OperatorError(
        'github-unauthorized',
        'Loading a model needs the serving token.',
        'Send Authorization: Bearer <TIDEGATE_SERVING_TOKEN>.',
      );
    }
    const parsed = LoadBody.safeParse(request.body);
    if (!parsed.success || parsed.data.parameters.release.split('@')[0] !== request.params.model) {
      throw new OperatorError(
        'input-invalid',
        'The body is not {"parameters": {"repository", "release", "digest"}} of this model.',
        'See GET /v2/models and the manifest of the release.',
      );
    }
    const token = String(request.headers['x-github-token'] ?? '');
    try {
      const version = await load(parsed.data.parameters, token);
      metrics.loads.inc({ outcome: 'success' });
      return describe(version);
    } catch (error) {
      metrics.loads.inc({ outcome: 'failure' });
      throw error;
    }
  });
  app.post('/predict', async (request) => {
    const version = slot.current();
    if (!version)
      throw new OperatorError(
        'model-missing',
        'This server serves no model yet.',
        'Promote a release to this environment.',
      );
    const stopTimer = metrics.latency.startTimer();
    try {
      const { body, logged } = await slot.use(version, () => predictRows(version, request.body));
      predictions.append(logged);
      metrics.requests.inc({ outcome: 'success' });
      countPredictions(metrics, logged);
      return body;
    } catch (error) {
      metrics.requests.inc({ outcome: error instanceof OperatorError ? error.code : 'fault' });
      throw error;
    } finally {
      stopTimer();
    }
  });
  app.addHook('onClose', async () => {
    await predictions.flush();
    await slot.close();
  });
  return app;
}

/** Open Inference Protocol v2 model metadata; `properties` holds what proves the bytes. */
function describe({ manifest, release, digest, loadedAt, loaded, plan }: ServedVersion): object {
  const datatypes: Readonly<Record<string, string>> = {
    float32: 'FP32',
    float64: 'FP64',
    int64: 'INT64',
    int32: 'INT32',
    string: 'BYTES',
    bool: 'BOOL',
  };
  const tensors = (specs: typeof loaded.signature.inputs) =>
    specs.map(({ name, type, shape }) => ({ name, datatype: datatypes[type], shape }));
  return {
    name: manifest.model,
    versions: [manifest.modelVersion],
    platform: 'onnx_onnxv1',
    inputs: tensors(loaded.signature.inputs),
    outputs: tensors(loaded.signature.outputs),
    properties: {
      digest,
      release,
      loaded_at: loadedAt,
      task: taskOf(manifest.serving),
      columns: plan.columns.map(({ name }) => name),
    },
  };
}

/** Compared as digests of equal length, in constant time. */
function isAdmin(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return token !== '' && timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`));
}
