import {StatusError} from '../errors.ts';
import {at, type Json, objects, text, texts} from '../json.ts';
import {type ApiResource, apiVersionOf, type Subresource, splitApiVersion} from './api-resource.ts';
import type {KubeApi} from './kube-api.ts';

/** A group and its versions, the preferred one first. */
export interface ApiGroup {
  readonly name: string;
  readonly versions: readonly {readonly version: string; readonly resources: readonly ApiResource[]}[];
}

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** What the server serves; asked once a command. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */
export class Discovery {
  private readonly api: KubeApi;
  private readonly warn: (text: string) => Promise<void>;
  private asked: Promise<readonly ApiGroup[]> | undefined;

  constructor(api: KubeApi, warn: (text: string) => Promise<void>) {
    this.api = api;
    this.warn = warn;
  }

  /** All groups in the server's order, the core group first. */
  groups(): Promise<readonly ApiGroup[]> {
    this.asked ??= this.ask();
    return this.asked;
  }

  /** Forgets what is known, for a caller that has just made a CustomResourceDefinition. */
  forget(): void {
    this.asked = undefined;
  }

  /** All resources in all versions: the preferred versions of all groups first. */
  async all(): Promise<readonly ApiResource[]> {
    const groups = await this.groups();
    const [preferred, others] = [
      groups.map(({versions}) => versions.slice(0, 1)),
      groups.map(({versions}) => versions.slice(1)),
    ];
    return [...preferred, ...others].flat().flatMap(({resources}) => resources);
  }

  /** The resources in the version that counts of each. */
  async preferred(): Promise<readonly ApiResource[]> {
    const groups = await this.groups();
    return groups.flatMap(({versions}) => {
      const seen = new Set<string>();
      return versions.flatMap(({resources}) => resources.filter(({plural}) => !seen.has(plural) && seen.add(plural)));
    });
  }

  /** The resource behind `pods`, `po`, `Pod`, `deployments.apps`, `deployments.v1.apps`. Throws when there is none. */
  async find(argument: string): Promise<ApiResource> {
    const found = await this.lookUp(argument);
    if (found === undefined)
      throw new Error(`the server doesn't have a resource type ${JSON.stringify(argument.split('.')[0])}`);
    return found;
  }

  /** As `find`; undefined when there is none. */
  async lookUp(argument: string): Promise<ApiResource | undefined> {
    const all = await this.all();
    const [name = '', ...rest] = argument.split('.');
    if (rest.length === 0) return this.byWord(all, argument);
    const [version = '', ...group] = rest;
    const versioned = all.find((one) => one.version === version && one.group === group.join('.') && isNamed(one, name));
    return versioned ?? all.find((one) => one.group === rest.join('.') && isNamed(one, name));
  }

  /** The resource of an object's kind. Throws when the server has none. */
  async ofKind(apiVersion: string, kind: string): Promise<ApiResource> {
    const {group, version} = splitApiVersion(apiVersion);
    const found = (await this.all()).find((one) => one.group === group && one.version === version && one.kind === kind);
    if (found !== undefined) return found;
    throw new Error(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
  }

  /** All resources of a category, such as `all`; undefined when no resource is in it. */
  async category(name: string): Promise<readonly ApiResource[] | undefined> {
    const found = (await this.preferred()).filter(({categories}) => categories.includes(name));
    return found.length === 0 ? undefined : found;
  }

  private async byWord(all: readonly ApiResource[], word: string): Promise<ApiResource | undefined> {
    const short = all.filter(({shortNames}) => shortNames.includes(word.toLowerCase()));
    const [first] = short;
    if (first === undefined) return all.find((one) => isNamed(one, word));
    const rivals = short.filter(({group}) => group !== first.group);
    for (const {plural, group} of rivals.slice(0, 1)) {
      const full = group === '' ? plural : `${plural}.${group}`;
      await this.warn(`Warning: short name ${JSON.stringify(word)} could also match lower priority resource ${full}\n`);
    }
    return first;
  }

  private async ask(): Promise<readonly ApiGroup[]> {
    const core = await this.api.json({path: '/api', accept: aggregated});
    const named = await this.api.json({path: '/apis', accept: aggregated});
    const isWhole = [core, named].every(({kind}) => kind === 'APIGroupDiscoveryList');
    return isWhole ? [...objects(core['items']), ...objects(named['items'])].map(groupOf) : this.askEach(core, named);
  }

  /** For servers that tell of one version at a time. */
  private async askEach(core: Json, named: Json): Promise<readonly ApiGroup[]> {
    const groups: ApiGroup[] = [];
    const coreVersions = texts(core['versions']).map((version) => ({group: '', version}));
    const others = objects(named['groups']).map((group) =>
      objects(group['versions']).map(({groupVersion}) => splitApiVersion(text(groupVersion))),
    );
    for (const list of [coreVersions, ...others]) {
      const versions = await Promise.all(
        list.map(async (one) => ({version: one.version, resources: await this.askVersion(one)})),
      );
      groups.push({name: list[0]?.group ?? '', versions});
    }
    return groups;
  }

  private async askVersion({
    group,
    version,
  }: {
    readonly group: string;
    readonly version: string;
  }): Promise<readonly ApiResource[]> {
    try {
      const answer = await this.api.json({path: group === '' ? `/api/${version}` : `/apis/${group}/${version}`});
      return plainResources(objects(answer['resources']), {group, version});
    } catch (error) {
      // A group whose server is away hides no other group.
      if (error instanceof StatusError) return [];
      throw error;
    }
  }
}

function isNamed({plural, singular, kind, shortNames}: ApiResource, word: string): boolean {
  const name = word.toLowerCase();
  return plural === name || singular === name || kind.toLowerCase() === name || shortNames.includes(name);
}

function groupOf(item: Json): ApiGroup {
  const name = text(at(item, 'metadata', 'name'));
  const versions = objects(item['versions']).map((one) => {
    const version = text(one['version']);
    return {
      version,
      resources: objects(one['resources']).map((resource) => resourceOf(resource, {group: name, version})),
    };
  });
  return {name, versions};
}

function resourceOf(json: Json, {group, version}: Pick<ApiResource, 'group' | 'version'>): ApiResource {
  const kind = text(at(json, 'responseKind', 'kind'));
  return {
    group,
    version,
    kind,
    plural: text(json['resource']),
    singular: text(json['singularResource']) || kind.toLowerCase(),
    shortNames: texts(json['shortNames']),
    namespaced: json['scope'] === 'Namespaced',
    verbs: texts(json['verbs']),
    categories: texts(json['categories']),
    subresources: objects(json['subresources']).map((one) => ({
      name: text(one['subresource']),
      kind: text(at(one, 'responseKind', 'kind')),
      verbs: texts(one['verbs']),
    })),
  };
}

function plainResources(all: readonly Json[], of: Pick<ApiResource, 'group' | 'version'>): readonly ApiResource[] {
  const subresources = (plural: string): readonly Subresource[] =>
    all.flatMap((one) => {
      const [owner, name] = text(one['name']).split('/');
      return owner !== plural || name === undefined
        ? []
        : [{name, kind: text(one['kind']), verbs: texts(one['verbs'])}];
    });
  return all
    .filter(({name}) => !text(name).includes('/'))
    .map((one) => ({
      ...of,
      kind: text(one['kind']),
      plural: text(one['name']),
      singular: text(one['singularName']) || text(one['kind']).toLowerCase(),
      shortNames: texts(one['shortNames']),
      namespaced: one['namespaced'] === true,
      verbs: texts(one['verbs']),
      categories: texts(one['categories']),
      subresources: subresources(text(one['name'])),
    }));
}

/** The apiVersions of all groups, sorted. */
export function apiVersions(groups: readonly ApiGroup[]): readonly string[] {
  return groups.flatMap(({name, versions}) => versions.map(({version}) => apiVersionOf({group: name, version}))).sort();
}
