import type {Build} from '../build.ts';
import {commitSettings} from '../build.ts';
import {variablesOf} from '../dockerfile/expand.ts';
import {expandOrder} from '../dockerfile/expand-order.ts';
import type {Order} from '../dockerfile/instruction.ts';
import type {StageState} from '../stage-state.ts';
import {copyStep} from './copy-step.ts';
import {runStep} from './run-step.ts';
import {change} from './setting-steps.ts';

/** Does one instruction of a stage; containers it needed are removed as the client wants it. Throws in the daemon's words. */
export async function doStep(build: Build, state: StageState, order: Order): Promise<void> {
  const {options, containers} = build;
  state.config = {...state.config, Image: state.image?.id ?? ''};
  const env = state.config.Env ?? [];
  const expanded = expandOrder(order, variablesOf([...env, ...state.args.lines(env)]), build.escaper);
  try {
    await perform(build, state, expanded);
  } catch (error) {
    if (options.alwaysRemoves) await containers.removeAll();
    throw error;
  }
  if (options.removes) await containers.removeAll();
}

async function perform(build: Build, state: StageState, order: Order): Promise<void> {
  switch (order.kind) {
    case 'run':
      return runStep(build, state, order);
    case 'copy':
    case 'add':
      return copyStep(build, state, order);
    case 'workdir':
      // The comment of a step that changes files is one word, of one that does not, two.
      return commitSettings(build, state, [`#(nop) ${change(state, order)}`]);
    case 'healthcheck':
      await tellOverridden(build, state);
      return commitSettings(build, state, ['#(nop) ', change(state, order)]);
    default:
      return commitSettings(build, state, ['#(nop) ', change(state, order)]);
  }
}

async function tellOverridden({output}: Build, {config}: StageState): Promise<void> {
  const [kind, ...command] = config.Healthcheck?.Test ?? [];
  if (kind !== undefined && kind !== 'NONE')
    await output.text(`Note: overriding previous HEALTHCHECK: [${[kind, ...command].join(' ')}]\n`);
}
