import {defineFlag, type Flag, type FlagOptions} from '../../../cobra/flag.ts';
import {splitCsv} from '../../../go/csv.ts';

/** A network to join, with what the long form `name=…,alias=…` may say of it. */
export interface NetworkAttachment {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly driverOptions: ReadonlyMap<string, string>;
  readonly ip: string;
  readonly ip6: string;
  readonly linkLocal: readonly string[];
  readonly mac: string;
  readonly gatewayPriority: number;
}

const bare: NetworkAttachment = {
  name: '',
  aliases: [],
  driverOptions: new Map(),
  ip: '',
  ip6: '',
  linkLocal: [],
  mac: '',
  gatewayPriority: 0,
};

/** Networks, in the order in which they were given. */
export function network(name: string, options: FlagOptions): Flag<readonly NetworkAttachment[]> {
  return defineFlag<readonly NetworkAttachment[]>(name, options, {
    type: 'network',
    initial: [],
    set: (value, given) => [...value, parseAttachment(given)],
  });
}

function parseAttachment(given: string): NetworkAttachment {
  if (!/^\s*[^,]*=/.test(given)) return {...bare, name: given};
  const attachment = splitCsv(given).reduce(withField, bare);
  if (attachment.name === '') throw new Error('network name/id is not specified');
  return attachment;
}

function withField(attachment: NetworkAttachment, field: string): NetworkAttachment {
  const [, rawKey, , rawValue] =
    /^([^=]*)(=(.*))?$/s.exec(field.toLowerCase().startsWith('driver-opt') ? field : field) ?? [];
  if (rawValue === undefined || rawKey === undefined) throw new Error(`invalid field ${field}`);
  const key = rawKey.trim().toLowerCase();
  const value = rawValue.trim();
  switch (key) {
    case 'name':
      return {...attachment, name: value};
    case 'alias':
      return {...attachment, aliases: [...attachment.aliases, value]};
    case 'driver-opt': {
      const [, option, setting] = /^([^=]+)=(.+)$/.exec(value) ?? [];
      if (option === undefined || setting === undefined)
        throw new Error('invalid key value pair format in driver options');
      return {
        ...attachment,
        driverOptions: new Map([...attachment.driverOptions, [option.trim().toLowerCase(), setting]]),
      };
    }
    case 'ip':
      return {...attachment, ip: value};
    case 'ip6':
      return {...attachment, ip6: value};
    case 'link-local-ip':
      return {...attachment, linkLocal: [...attachment.linkLocal, value]};
    case 'mac-address':
      return {...attachment, mac: value};
    case 'gw-priority': {
      if (!/^[+-]?\d+$/.test(value)) throw new Error(`invalid gw-priority (${value}): invalid syntax`);
      return {...attachment, gatewayPriority: Number(value)};
    }
    default:
      throw new Error(`invalid field key ${key}`);
  }
}
