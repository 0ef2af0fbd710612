import type {RegistryCall} from './call.ts';
import {jsonReply, type RegistryReply} from './reply.ts';
import type {RegistryStorage} from './storage.ts';

const usualCount = 100;

/** Names of all repositories, sorted. */
export async function repositoriesOf(storage: RegistryStorage, below = ''): Promise<readonly string[]> {
  await storage.process.breathe();
  const names = storage.list(`${storage.root}/repositories/${below}`) ?? [];
  const own = names.includes('_layers') && below !== '' ? [below] : [];
  const inner: string[] = [];
  for (const name of names)
    if (!name.startsWith('_')) inner.push(...(await repositoriesOf(storage, below === '' ? name : `${below}/${name}`)));
  return [...own, ...inner].sort();
}

/** `GET /v2/_catalog`, page by page. */
export async function getCatalog({storage, query}: RegistryCall): Promise<RegistryReply> {
  const asked = query.get('n') ?? '';
  const count = /^\d{1,9}$/.test(asked) ? Number(asked) : usualCount;
  const last = query.get('last') ?? '';
  const after = (await repositoriesOf(storage)).filter((name) => name > last);
  const page = after.slice(0, count);
  const link = `</v2/_catalog?last=${encodeURIComponent(page.at(-1) ?? '')}&n=${count}>; rel="next"`;
  return jsonReply({repositories: page}, page.length > 0 && after.length > count ? [['Link', link]] : []);
}
