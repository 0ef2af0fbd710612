import {type Directive, Scope} from './directive.ts';
import {type LocationName, parseLocationName} from './location-name.ts';
import {ConfigProblem, type Place} from './problem.ts';
import {readScript, type ScriptStep} from './script.ts';
import {type LocationSettings, readSettings, type SettingsPlace} from './settings.ts';

/** A location, with those inside it. */
export interface Location {
  readonly name: LocationName;
  readonly settings: LocationSettings;
  readonly script: readonly ScriptStep[];
  readonly inner: Locations;
  /** What holds instead for the methods `limit_except` does not name. */
  readonly except: {readonly methods: ReadonlySet<string>; readonly settings: LocationSettings} | undefined;
  readonly place: Place;
}

/** Locations of one level, as they are looked for. */
export interface Locations {
  readonly exact: ReadonlyMap<string, Location>;
  /** The longest first. */
  readonly prefixes: readonly Location[];
  /** In the order of the file. */
  readonly patterns: readonly Location[];
  readonly named: ReadonlyMap<string, Location>;
}

/** Throws ConfigProblem for two of the same name. */
export function readLocations(scope: Scope, prefix: string): Locations {
  const all = scope.own('location').map((directive) => readLocation(directive, scope, prefix));
  const seen = new Set<string>();
  for (const {name, place} of all) {
    const key = `${name.kind} ${name.text}`;
    if (name.kind !== 'regex' && seen.has(key)) throw new ConfigProblem(`duplicate location "${name.text}"`, place);
    seen.add(key);
  }
  const ofKind = (kind: LocationName['kind']): readonly Location[] => all.filter(({name}) => name.kind === kind);
  const byName = (some: readonly Location[]): ReadonlyMap<string, Location> =>
    new Map(some.map((location) => [location.name.text, location]));
  return {
    exact: byName(ofKind('exact')),
    prefixes: [...ofKind('prefix')].sort((one, other) => other.name.text.length - one.name.text.length),
    patterns: ofKind('regex'),
    named: byName(ofKind('named')),
  };
}

function readLocation(directive: Directive, outer: Scope, prefix: string): Location {
  const name = parseLocationName(directive);
  const scope = new Scope(directive.block ?? [], outer, {text: name.text, isRegex: name.kind === 'regex'});
  const place = {prefix, isAnonymous: false};
  return {
    name,
    settings: readSettings(scope, place),
    script: readScript(scope, place, false),
    inner: readLocations(scope, prefix),
    except: readExcept(scope, place),
    place: directive.place,
  };
}

function readExcept(scope: Scope, place: SettingsPlace): Location['except'] {
  const [directive] = scope.own('limit_except');
  if (!directive) return undefined;
  const methods = new Set(directive.args);
  if (methods.has('GET')) methods.add('HEAD');
  const inner = new Scope(directive.block ?? [], scope);
  return {methods, settings: readSettings(inner, {...place, isAnonymous: true})};
}
