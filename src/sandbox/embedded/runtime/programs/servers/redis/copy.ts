import {HashValue, ListValue, type RedisValue, SetValue, SortedSetValue, StringValue} from './values.ts';

/** The same value once more. */
export function copyOf(value: RedisValue): RedisValue {
  switch (value.type) {
    case 'string':
      return new StringValue(value.text);
    case 'list':
      return new ListValue(value.items());
    case 'hash':
      return new HashValue(value.entries());
    case 'set':
      return new SetValue(value.members());
    case 'zset':
      return new SortedSetValue(value.sorted());
  }
}
