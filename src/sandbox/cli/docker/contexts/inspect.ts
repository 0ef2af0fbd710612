import {type Docker, defineCommand} from '../app.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {bool, mapOf, renamed, slice, struct, text} from '../inspect/go-type.ts';
import {inspectAll} from '../inspect/inspect-all.ts';
import {currentContext, defaultEndpoint} from './current.ts';
import {contextStore} from './store.ts';

const flags = {format: plainFormat()};

const contextType = struct('context.contextWithTLSListing', {
  Name: text,
  Metadata: mapOf(text),
  Endpoints: mapOf(struct('docker.EndpointMeta', {Host: text, SkipTLSVerify: bool})),
  TLSMaterial: mapOf(slice(text)),
  Storage: struct('store.StorageInfo', {MetadataPath: text, TLSPath: renamed('TLSPath', text)}),
});

/** `docker context inspect`. https://docs.docker.com/reference/cli/docker/context/inspect/ */
export const inspect = defineCommand({
  usage: '[OPTIONS] [CONTEXT] [CONTEXT...]',
  short: 'Display detailed information on one or more contexts',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    return inspectAll(app, {
      names: args.length > 0 ? args : [await currentContext(app)],
      format: get(flags.format),
      look: async (name) => ({type: contextType, byType: true, json: JSON.stringify(await describe(app, name))}),
    });
  },
});

async function describe(app: Docker, name: string) {
  const store = contextStore(app.context.files, app.options.configFolder);
  if (name === 'default') {
    return {
      Name: name,
      Metadata: {},
      Endpoints: {docker: {Host: defaultEndpoint(app), SkipTLSVerify: false}},
      TLSMaterial: {},
      Storage: {MetadataPath: '<IN MEMORY>', TLSPath: '<IN MEMORY>'},
    };
  }
  const {description, host, skipVerify} = await store.get(name);
  const {metadata, tls} = store.folders(name);
  return {
    Name: name,
    Metadata: description === '' ? {} : {Description: description},
    Endpoints: {docker: {Host: host, SkipTLSVerify: skipVerify}},
    TLSMaterial: {},
    Storage: {MetadataPath: metadata, TLSPath: tls},
  };
}
