import {msOf} from '../values/durations.ts';
import {entryOf} from '../values/reading.ts';

type Test = (text: string) => boolean;

const address4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;
const address6 = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/;

/** Formats upstream looks at; all others say nothing. */
const tests: {readonly [format: string]: Test} = {
  'date-time': (text) => msOf(text) !== undefined,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  hostname: (text) => /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*$/.test(text),
  ipv4: (text) => address4.test(text),
  ipv6: (text) => address6.test(text),
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uri: (text) => /^[a-zA-Z][-+.a-zA-Z0-9]*:\S+$/.test(text),
  byte: (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
  cidr: (text) => {
    const [address = '', bits = '', ...rest] = text.split('/');
    return rest.length === 0 && /^\d+$/.test(bits) && (address4.test(address) || address6.test(address));
  },
  duration: (text) => /^([+-]?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+|0)$/.test(text),
};

/** Whether a text is not of the format it is to be of. */
export function faultOfFormat(format: string, text: string): boolean {
  const test = entryOf(tests, format);
  return test !== undefined && !test(text);
}
