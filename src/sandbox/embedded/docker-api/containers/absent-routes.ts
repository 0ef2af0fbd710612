import {notSimulated} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {storeOf} from './query.ts';

const checkpoints: Handler = ({daemon, params: {id = ''}}) => {
  storeOf(daemon).require(id);
  throw notSimulated('a checkpoint of a container (an experiment of Docker)');
};

/** What Docker has for containers and this engine has not. */
export const absentRoutes: readonly Route[] = [
  // @api GET /containers/{id}/checkpoints partial: answers 501
  {method: 'GET', path: '/containers/{id}/checkpoints', handler: checkpoints},
  // @api POST /containers/{id}/checkpoints partial: answers 501
  {method: 'POST', path: '/containers/{id}/checkpoints', handler: checkpoints},
  // @api DELETE /containers/{id}/checkpoints/{checkpoint} partial: answers 501
  {method: 'DELETE', path: '/containers/{id}/checkpoints/{checkpoint}', handler: checkpoints},
];
