import type {Route} from '../api/route.ts';
import {load, save, saveOne} from './archive-routes.ts';
import {commitContainer, createImage, deleteImage, prune, pushImage, tagImage} from './change-routes.ts';
import {inspectDistribution, inspectHistory, inspectImage, listAll, search} from './read-routes.ts';

/** Everything under `/images`, and what makes images of containers. */
export const routes: readonly Route[] = [
  // @api GET /images/json full
  {method: 'GET', path: '/images/json', handler: listAll},
  // @api GET /images/search partial: finds the images of the embedded engine alone
  {method: 'GET', path: '/images/search', handler: search},
  // @api GET /images/get full
  {method: 'GET', path: '/images/get', handler: save},
  // @api GET /images/{name}/get full
  {method: 'GET', path: '/images/{name*}/get', handler: saveOne},
  // @api GET /images/{name}/json partial: the folders of GraphDriver do not exist
  {method: 'GET', path: '/images/{name*}/json', handler: inspectImage},
  // @api GET /images/{name}/history full
  {method: 'GET', path: '/images/{name*}/history', handler: inspectHistory},
  // @api POST /images/create partial: pulls from the simulated Docker Hub and from registries in containers; imports from the request, from no URL
  {method: 'POST', path: '/images/create', handler: createImage},
  // @api POST /images/load partial: archives of `docker save`, plain or gzip
  {method: 'POST', path: '/images/load', handler: load},
  // @api POST /images/prune full
  {method: 'POST', path: '/images/prune', handler: prune},
  // @api POST /images/{name}/tag full
  {method: 'POST', path: '/images/{name*}/tag', handler: tagImage},
  // @api POST /images/{name}/push partial: to registries in containers, over HTTP on published ports
  {method: 'POST', path: '/images/{name*}/push', handler: pushImage},
  // @api DELETE /images/{name} full
  {method: 'DELETE', path: '/images/{name*}', handler: deleteImage},
  // @api POST /commit partial: the container is not paused
  {method: 'POST', path: '/commit', handler: commitContainer},
  // @api GET /distribution/{name}/json partial: of the simulated Docker Hub and of registries in containers
  {method: 'GET', path: '/distribution/{name*}/json', handler: inspectDistribution},
];
