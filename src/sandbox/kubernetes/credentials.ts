import {execFile} from 'node:child_process';
import {isAbsolute, resolve} from 'node:path';
import type {Clock} from '../../clock.ts';
import {LearnError} from '../../errors.ts';
import type {KubeObject} from './api.ts';
import {listAt, objectAt, textAt} from './read-object.ts';
import type {Upstream} from './upstream.ts';

/** What lets somebody into a cluster; some of it lasts for an hour only. */
export interface Credentials {
  now(): Pick<Upstream, 'certificate' | 'key' | 'token'>;
  close(): void;
}

const pluginMs = 60_000;
/** Fetched anew this long before it ends; and no later than that, however the plugin answers. */
const aheadMs = 60_000;

/**
 * A user's keys, from the entry itself or from the program it names, which is asked again before its answer is too old.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function credentialsOf(user: KubeObject, env: NodeJS.ProcessEnv, clock: Clock): Promise<Credentials> {
  const plugin = objectAt(user, 'exec');
  let known = {certificate: textAt(user, 'certificate'), key: textAt(user, 'key'), token: textAt(user, 'token')};
  let cancel = (): void => {};
  if (textAt(plugin, 'command') === '') return {now: () => known, close: () => {}};

  async function fetch(): Promise<void> {
    const status = await askPlugin(plugin, textAt(user, 'folder'), env);
    known = {
      certificate: textAt(status, 'clientCertificateData') || known.certificate,
      key: textAt(status, 'clientKeyData') || known.key,
      token: textAt(status, 'token') || known.token,
    };
    const end = Date.parse(textAt(status, 'expirationTimestamp'));
    if (Number.isNaN(end)) return;
    // Nobody is there to be told when it fails: the API server then says so, and the next one is asked for.
    cancel = clock.after(Math.max(end - clock.now() - aheadMs, aheadMs), () => void fetch().catch(() => {}));
  }
  await fetch();
  return {now: () => known, close: () => cancel()};
}

function askPlugin(plugin: KubeObject, folder: string, env: NodeJS.ProcessEnv): Promise<KubeObject> {
  const command = textAt(plugin, 'command');
  const apiVersion = textAt(plugin, 'apiVersion');
  const args = plugin['args'];
  const own = listAt(plugin, 'env').map((one) => [textAt(one, 'name'), textAt(one, 'value')] as const);
  const info = JSON.stringify({apiVersion, kind: 'ExecCredential', spec: {interactive: false}});
  // A name with a slash is relative to the kubeconfig; one without is searched for.
  const program = command.includes('/') && !isAbsolute(command) ? resolve(folder, command) : command;
  return new Promise((done, reject) => {
    execFile(
      program,
      Array.isArray(args) ? args.map(String) : [],
      {env: {...env, ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: info}, timeout: pluginMs},
      (error, stdout, stderr) => {
        const status = error ? undefined : statusIn(stdout);
        if (status) return done(status);
        const said = (stderr || error?.message || 'it printed no ExecCredential').trim().split('\n').at(-1) ?? '';
        reject(
          new LearnError({
            code: 'CREDENTIALS_FAILED',
            message: `${command}, which the kubeconfig names for logging in, did not succeed: ${said}`,
            fix: textAt(plugin, 'installHint').trim() || 'Log in as you do for kubectl, and start again.',
            exitCode: 3,
          }),
        );
      },
    );
  });
}

function statusIn(text: string): KubeObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return textAt(value, 'kind') === 'ExecCredential' ? objectAt(value, 'status') : undefined;
  } catch {
    return undefined;
  }
}
