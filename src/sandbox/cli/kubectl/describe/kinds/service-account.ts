import {at, type Json, objects, text} from '../../json.ts';
import {defineDescriber, listAt, nearby, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

const width = 'Image pull secrets:'.length;

export const serviceAccount = defineDescriber({
  kind: 'ServiceAccount',
  group: '',
  version: 'v1',
  async describe(subject, page) {
    const {object, meta} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    const secrets = await secretsOf(subject);
    writeNames(page, {title: 'Image pull secrets:', names: namesOf(object['imagePullSecrets']), secrets});
    writeNames(page, {title: 'Mountable secrets:', names: namesOf(object['secrets']), secrets});
    writeNames(page, {title: 'Tokens:', names: tokensOf(secrets ?? [], meta), secrets});
  },
});

/** Undefined when they may not be read: then none is said to be missing. */
async function secretsOf(subject: Subject): Promise<readonly Json[] | undefined> {
  try {
    return await listAt(subject, nearby(subject, 'secrets'));
  } catch {
    return undefined;
  }
}

function namesOf(references: unknown): readonly string[] {
  return objects(references).map(({name}) => text(name));
}

function tokensOf(secrets: readonly Json[], {name, uid}: Json): readonly string[] {
  return secrets
    .filter((secret) => {
      const note = (key: string) => at(secret, 'metadata', 'annotations', `kubernetes.io/service-account.${key}`);
      return secret['type'] === 'kubernetes.io/service-account-token' && note('name') === name && note('uid') === uid;
    })
    .map((secret) => text(at(secret, 'metadata', 'name')));
}

interface Names {
  readonly title: string;
  readonly names: readonly string[];
  readonly secrets: readonly Json[] | undefined;
}

function writeNames(page: Page, {title, names, secrets}: Names): void {
  if (names.length === 0) page.line(0, title.padEnd(width), '<none>');
  for (const [index, name] of names.entries()) {
    const missing = secrets !== undefined && !secrets.some((secret) => at(secret, 'metadata', 'name') === name);
    page.line(0, (index === 0 ? title : '').padEnd(width), missing ? `${name} (not found)` : name);
  }
}
