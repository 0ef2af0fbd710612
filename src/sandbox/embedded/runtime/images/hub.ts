import type {ImageDefinition} from './define-image.ts';

/** A repository, as registries name it: `docker.io` and `library/nginx`. */
export interface RepositoryName {
  readonly domain: string;
  readonly path: string;
}

/** What asking the registries of the outer world comes to. Nothing is really asked: the catalogue is all there is. */
export type HubAnswer =
  | {readonly kind: 'found'; readonly images: readonly HubImage[]}
  /** The repository is there, the tag is not. */
  | {readonly kind: 'no-such-tag'}
  /** The real Docker Hub has it, and this engine does not; `sentence` says what there is instead. */
  | {readonly kind: 'not-here'; readonly sentence: string}
  | {readonly kind: 'no-such-repository'};

/** An image under one of its tags. */
export interface HubImage {
  readonly tag: string;
  readonly definition: ImageDefinition;
}

/** One line of `docker search`. */
export interface HubListing {
  readonly name: string;
  readonly description: string;
  readonly stars: number;
  readonly official: boolean;
}

/** The registries of the outer world, as far as they are simulated. */
export interface Hub {
  /** Whether a registry is one of those; all others are nowhere. */
  knows(domain: string): boolean;
  /** All images of a repository, or the one of a tag. */
  ask(repository: RepositoryName, tag: string | undefined): HubAnswer;
  /** Repositories of Docker Hub whose name or description has the term, the most liked first. */
  search(term: string): readonly HubListing[];
}

/** Repositories beginners try, and this engine has no programs for. */
const knownElsewhere = new Set(
  (
    'adminer amazonlinux archlinux bash buildpack-deps caddy cassandra centos consul couchbase couchdb debian docker drupal ' +
    'eclipse-temurin elasticsearch erlang fedora gcc ghost golang gradle grafana/grafana groovy haproxy haskell httpd ' +
    'influxdb jenkins/jenkins joomla julia kibana kong logstash mariadb maven memcached mongo mongo-express mysql ' +
    'mysql/mysql-server nats neo4j nextcloud node openjdk oraclelinux perl php phpmyadmin portainer/portainer-ce postgres ' +
    'prom/prometheus pypy python r-base rabbitmq rockylinux ruby rust solr sonarqube swift tomcat traefik traefik/whoami ' +
    'ubuntu varnish vault wordpress zookeeper'
  )
    .split(' ')
    .map((name) => (name.includes('/') ? name : `library/${name}`)),
);

const dockerHub = 'docker.io';

/** The registries of the outer world, with the images of a catalogue and no others. */
export function createHub(catalogue: readonly ImageDefinition[]): Hub {
  const repositories = repositoriesOf(catalogue);
  const domains = new Set([dockerHub, ...[...repositories.values()].map(({name}) => name.domain)]);
  return {
    knows: (domain) => domains.has(domain),
    ask(name, tag) {
      const repository = repositories.get(`${name.domain}/${name.path}`);
      if (!repository && name.domain === dockerHub && knownElsewhere.has(name.path))
        return {kind: 'not-here', sentence: absence(repositories)};
      if (!repository) return {kind: 'no-such-repository'};
      const images = repository.images.filter((image) => tag === undefined || image.tag === tag);
      return images.length === 0 ? {kind: 'no-such-tag'} : {kind: 'found', images};
    },
    search(term) {
      const wanted = term.toLowerCase();
      return [...repositories.values()]
        .filter(({name}) => name.domain === dockerHub)
        .map(listingOf)
        .filter(({name, description}) => name.includes(wanted) || description.toLowerCase().includes(wanted))
        .sort((one, other) => other.stars - one.stars || (one.name < other.name ? -1 : 1));
    },
  };
}

interface Repository {
  readonly name: RepositoryName;
  readonly images: HubImage[];
}

function repositoriesOf(catalogue: readonly ImageDefinition[]): ReadonlyMap<string, Repository> {
  const repositories = new Map<string, Repository>();
  for (const definition of catalogue)
    for (const written of definition.names) {
      const {tag, ...name} = splitName(written);
      const key = `${name.domain}/${name.path}`;
      const repository = repositories.get(key) ?? {name, images: []};
      if (repository.images.some((image) => image.tag === tag))
        throw new Error(`two images of the catalogue are ${written}`);
      repository.images.push({tag, definition});
      repositories.set(key, repository);
    }
  return repositories;
}

/** `nginx:alpine`, `fluent/fluentd:edge`, `registry.k8s.io/pause:3.10`: names of our own, so no more is understood. */
function splitName(written: string): RepositoryName & {readonly tag: string} {
  const [, repository = '', tag] = /^([a-z0-9._/-]+):([\w.-]+)$/.exec(written) ?? [];
  if (tag === undefined) throw new Error(`${written} is no name with a tag`);
  const [first = '', ...rest] = repository.split('/');
  if (rest.length > 0 && first.includes('.')) return {domain: first, path: rest.join('/'), tag};
  return {domain: dockerHub, path: rest.length === 0 ? `library/${first}` : repository, tag};
}

function listingOf({name, images}: Repository): HubListing {
  const official = name.path.startsWith('library/');
  const described = images.map(({definition}) => definition);
  return {
    name: familiar(name),
    description: described.find(({description}) => description !== undefined)?.description ?? '',
    stars: Math.max(...described.map(({stars}) => stars ?? 0)),
    official,
  };
}

function familiar({domain, path}: RepositoryName): string {
  return domain === dockerHub ? path.replace(/^library\//, '') : `${domain}/${path}`;
}

function absence(repositories: ReadonlyMap<string, Repository>): string {
  const names = [...repositories.values()].map(({name}) => familiar(name)).sort();
  return `the embedded engine of k8s-learn is a simulation and reaches no registry; it has ${names.join(', ')}`;
}
