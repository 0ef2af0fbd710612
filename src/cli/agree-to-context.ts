import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline/promises';
import {realClock} from '../clock.ts';
import {LearnError, systemCode} from '../errors.ts';
import type {Messages} from '../messages/index.ts';
import type {Paths} from '../paths.ts';
import {ensurePrivateFolder} from '../private-folder.ts';
import {courseNamespace, findContext} from '../sandbox/kubernetes/context.ts';
import {writeWhole} from '../whole-file.ts';
import type {GlobalOptions} from './context.ts';

/**
 * Asks once a cluster whether the course may work in it; what was agreed is remembered. Rejects with CONTEXT_NOT_AGREED, and
 * with what is wrong with the context.
 */
export async function agreeToContext(options: {
  readonly global: Pick<GlobalOptions, 'context' | 'yes'>;
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly words: Messages;
}): Promise<void> {
  const {global, paths, env, words} = options;
  const {name, server, close} = await findContext(global.context, env, realClock);
  close();
  const file = join(paths.home, 'contexts.json');
  const agreed = readAgreed(file);
  if (agreed.includes(server)) return;
  const question = words.contextQuestion(name, server, courseNamespace);
  if (!global.yes && !(await ask(`${question} [y/N] `))) {
    throw new LearnError({code: 'CONTEXT_NOT_AGREED', message: words.contextNotAgreed(name), fix: words.contextFix});
  }
  ensurePrivateFolder(paths.home);
  writeWhole(file, `${JSON.stringify([...agreed, server])}\n`, 0o600);
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({input: process.stdin, output: process.stderr});
  try {
    return /^(y|yes|是)$/i.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}

function readAgreed(file: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  } catch (error) {
    // Not there, or damaged: then it is asked again.
    if (error instanceof SyntaxError || systemCode(error) !== '') return [];
    throw error;
  }
}
