import type {ApiResponse} from '../api/http.ts';
import type {Handler} from '../api/route.ts';
import type {Daemon} from '../daemon.ts';
import {loadImages} from './load.ts';
import {progressResponse} from './progress.ts';
import {flagOf} from './query.ts';
import {saveArchive, savedImages} from './save.ts';
import {chunksOf} from './spool.ts';

/** Takes images out of an archive, telling how it goes. */
export const load: Handler = ({daemon, request}) => {
  const isVerbose = !flagOf(request.query, 'quiet', true);
  return progressResponse((tell) => loadImages(daemon, {tar: chunksOf(request.body, request.signal), tell, isVerbose}));
};

/** Images as one archive, `names` of the query. */
export const save: Handler = ({daemon, request}) => archiveOf(daemon, request.query.getAll('names'));

/** One image as an archive. */
export const saveOne: Handler = ({daemon, params}) => archiveOf(daemon, [params.name ?? '']);

function archiveOf(daemon: Daemon, references: readonly string[]): ApiResponse {
  const saved = savedImages(daemon, references);
  for (const {image} of saved) daemon.images.tell('save', image.id, image.id);
  return {
    kind: 'stream',
    status: 200,
    type: 'application/x-tar',
    async write(to) {
      for await (const chunk of saveArchive(daemon, saved)) await to.write(chunk);
    },
  };
}
