import type {ServerRequest} from '../../../http/server.ts';
import type {RegistryConfig} from './config.ts';
import type {RegistryLog} from './log.ts';
import {RegistryProblem} from './problem.ts';
import type {RegistryStorage} from './storage.ts';
import type {Uploads} from './uploads.ts';

/** What requests to one registry share. */
export interface Registry {
  readonly config: RegistryConfig;
  readonly storage: RegistryStorage;
  readonly uploads: Uploads;
  readonly log: RegistryLog;
}

/** One request, with what it is answered from. */
export class RegistryCall {
  readonly registry: Registry;
  readonly request: ServerRequest;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;

  constructor(registry: Registry, request: ServerRequest) {
    this.registry = registry;
    this.request = request;
    const mark = request.target.indexOf('?');
    this.path = mark < 0 ? request.target : request.target.slice(0, mark);
    this.query = parseQuery(mark < 0 ? '' : request.target.slice(mark + 1));
  }

  get storage(): RegistryStorage {
    return this.registry.storage;
  }

  get uploads(): Uploads {
    return this.registry.uploads;
  }

  /** What absolute locations begin with: the registry is at the address it was asked at. */
  get origin(): string {
    const scheme = this.request.headers.get('x-forwarded-proto') ?? 'http';
    return `${scheme}://${this.request.headers.get('host') ?? 'localhost'}`;
  }

  /** Throws RegistryProblem where nothing may be written. */
  refuseWhenReadOnly(): void {
    if (this.registry.config.readOnly) throw RegistryProblem.of('UNSUPPORTED');
  }

  /** Throws RegistryProblem where nothing may be deleted, which is the usual setting. */
  refuseWithoutDeletes(): void {
    this.refuseWhenReadOnly();
    if (!this.registry.config.deletes) throw RegistryProblem.of('UNSUPPORTED');
  }
}

function parseQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&').filter((one) => one !== '')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    query.set(decodeQuery(name), decodeQuery(equals < 0 ? '' : pair.slice(equals + 1)));
  }
  return query;
}

function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
