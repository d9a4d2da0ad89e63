import { planRollback } from '@tidegate/core/deployment/plan-promotion';
import { listServedHistory } from '@tidegate/core/deployment/served-model';
import { renderRefused } from '@tidegate/core/report/render-promotion';
import * as z from 'zod';
import { requirePolicy } from '../bot-context.ts';
import { defineCommand } from './command.ts';
import { startDeployment } from './start-deployment.ts';
import { EnvironmentName, ReleaseName } from './words.ts';

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'Let the version before serve again, or a named one that served here before.',
  usage: '/rollback <environment> [model@version]',
  args: z.union([z.tuple([EnvironmentName]), z.tuple([EnvironmentName, ReleaseName])]),
  run: async ([environment, release], invocation) => {
    const { github, actor, issue, commentId } = invocation;
    const history = await listServedHistory(github, environment);
    const config = await requirePolicy(invocation);
    const modelName =
      history[0]?.model ??
      Object.keys(config.models).find((name) =>
        config.models[name]?.environments.some((known) => known.name === environment),
      );
    const model =
      modelName !== undefined && Object.hasOwn(config.models, modelName) ? config.models[modelName] : undefined;
    if (modelName === undefined || !model) {
      return {
        body: renderRefused('unknown-environment', `No model of tidegate.yml has the environment \`${environment}\`.`),
        reaction: 'confused',
      };
    }
    const asker = { login: actor, permission: await github.permissionOf(actor), issue, comment: commentId };
    return startDeployment(planRollback({ modelName, model, environment, asker, release, history }), invocation);
  },
});
