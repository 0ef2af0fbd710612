import {compileTemplate} from '../../template/execute.ts';
import {builtins, dockerFunctions} from '../../template/functions.ts';
import {defineCommand} from '../app.ts';
import {ExitError, errorOf} from '../errors.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {decode} from '../inspect/go-type.ts';
import {infoType} from '../inspect/types/info.ts';
import {type Json, object, text, texts} from '../json.ts';
import {serverInfoLines} from './info-text.ts';
import {clientOf} from './version.ts';

const flags = {format: plainFormat()};

/** `docker info`. https://docs.docker.com/reference/cli/docker/system/info/ */
export const info = defineCommand({
  usage: '[OPTIONS]',
  short: 'Display system-wide information',
  aliases: 'docker system info, docker info',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const client = await clientOf(app);
    let server: Json | undefined;
    let failure: Error | undefined;
    try {
      server = object(await app.engine.json({path: '/info'}));
    } catch (error) {
      failure = errorOf(error);
    }
    const format = get(flags.format);
    if (format !== '') {
      if (server === undefined && format !== 'json' && failure !== undefined) await app.warn(`${failure.message}\n`);
      const clientInfo = {...client, Debug: app.options.debug, Plugins: [], Warnings: null};
      const all = {
        ...server,
        ClientInfo: clientInfo,
        ...(failure === undefined ? {} : {ServerErrors: [failure.message]}),
      };
      await app.print(await formatted(format === 'json' ? '{{json .}}' : format, all, app.print));
      return 0;
    }
    await app.print(
      [
        'Client: k8s-learn',
        ` Version:    ${text(client['Version'])}`,
        ` Context:    ${text(client['Context'])}`,
        ` Debug Mode: ${app.options.debug}`,
        '',
        'Server:',
        ...(server === undefined ? [] : serverInfoLines(server)),
        ...(server === undefined ? [] : ['']),
      ]
        .map((line) => `${line}\n`)
        .join(''),
    );
    if (server !== undefined) for (const warning of texts(server['Warnings'])) await app.warn(`${warning}\n`);
    if (failure === undefined) return 0;
    await app.warn(`${failure.message}\n`);
    throw new ExitError(1, 'errors pretty printing info');
  },
});

async function formatted(format: string, all: Json, print: (text: string) => Promise<void>): Promise<string> {
  const template = parse(format);
  try {
    return `${template.execute(decode(infoType, all))}\n`;
  } catch (error) {
    await print('\n');
    throw error;
  }
}

function parse(format: string) {
  try {
    return compileTemplate(format, new Map([...builtins, ...dockerFunctions]));
  } catch (error) {
    throw new ExitError(64, `template parsing error: ${errorOf(error).message}`);
  }
}
