import {collectText, linesOf} from '../../bytes.ts';
import {bool, text} from '../../cobra/flag-kinds.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {credentialsOf, withCredentials} from '../config-file.ts';
import {object, text as textOf} from '../json.ts';
import {registryKey} from './auth.ts';
import {readHidden} from './read-hidden.ts';

const flags = {
  password: text('password', {short: 'p', usage: 'Password or Personal Access Token (PAT)'}),
  passwordStdin: bool('password-stdin', {
    usage: 'Take the Password or Personal Access Token (PAT) from stdin',
  }),
  username: text('username', {short: 'u', usage: 'Username'}),
};

/** `docker login`. https://docs.docker.com/reference/cli/docker/login/ */
export const login = defineCommand({
  usage: '[OPTIONS] [SERVER]',
  short: 'Authenticate to a registry',
  long: 'Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.',
  flags: Object.values(flags),
  args: {kind: 'atMost', count: 1},
  async run(call) {
    const {app, args} = call;
    const given = await credentialsGiven(call);
    const server = registryKey(plainHost(args[0] ?? 'docker.io'));
    const known = given === undefined ? credentialsOf(await app.config.read(), server) : undefined;
    if (known?.password) await app.warn(withExisting(known.username));
    const used = given ?? (known?.password ? known : await ask(app, {username: call.get(flags.username), server}));
    const answer = object(
      await app.engine.json({
        method: 'POST',
        path: '/auth',
        json: {username: used.username, password: used.password, serveraddress: server},
      }),
    );
    const identityToken = textOf(answer['IdentityToken']);
    const credentials =
      identityToken === ''
        ? {username: used.username, password: used.password, identityToken}
        : {username: used.username, password: '', identityToken};
    await app.config.write(withCredentials(await app.config.read(), server, credentials));
    if (known === undefined) await warnOfPlainText(app);
    const status = textOf(answer['Status']);
    if (status !== '') await app.print(`${status}\n`);
    return 0;
  },
});

function withExisting(username: string): string {
  const info = " Info -> To login with a different account, run 'docker logout' followed by 'docker login'";
  return `Authenticating with existing credentials... [Username: ${username}]\n\n${info}\n\n\n`;
}

const hubWords = [
  "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to create one.",
  'You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/',
].join('\n');

interface Given {
  readonly username: string;
  readonly password: string;
}

async function credentialsGiven({app, get, changed}: DockerCall): Promise<Given | undefined> {
  const username = get(flags.username);
  if (changed(flags.password)) {
    if (get(flags.passwordStdin)) {
      throw new Error('conflicting options: cannot specify both --password and --password-stdin');
    }
    await app.warn('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
  }
  if (get(flags.passwordStdin)) {
    if (username === '') throw new Error('the --password-stdin option requires --username to be set');
    const password = (await collectText(app.context.stdin)).replace(/[\r\n]+$/, '');
    if (password === '') throw new Error('password is empty');
    return {username, password};
  }
  if (username !== '' && changed(flags.password)) return {username, password: get(flags.password)};
  return undefined;
}

async function ask(
  docker: Docker,
  {username, server}: {readonly username: string; readonly server: string},
): Promise<Given> {
  const {tty, stdin} = docker.context;
  if (!tty.stdin) throw new Error('Error: Cannot perform an interactive login from a non TTY device');
  let name = username;
  if (name === '') {
    if (server === registryKey('docker.io')) await docker.print(`${hubWords}\n\n`);
    await docker.print('Username: ');
    for await (const line of linesOf(stdin)) {
      name = line.trim();
      break;
    }
    if (name === '') throw new Error('Error: Non-null Username Required');
  }
  await docker.print('Password: ');
  const password = await readHidden(docker.context);
  await docker.print('\n');
  if (password === '') throw new Error('Error: Password Required');
  return {username: name, password};
}

function plainHost(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

async function warnOfPlainText(docker: Docker): Promise<void> {
  await docker.warn(
    [
      '',
      `WARNING! Your credentials are stored unencrypted in '${docker.config.path}'.`,
      'Configure a credential helper to remove this warning. See',
      'https://docs.docker.com/go/credential-store/',
      '',
      '',
    ].join('\n'),
  );
}
