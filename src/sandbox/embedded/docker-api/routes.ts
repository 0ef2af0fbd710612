import type {Route} from './api/route.ts';
import {routes as buildRoutes} from './build/routes.ts';
import {routes as containerRoutes} from './containers/routes.ts';
import {routes as imageRoutes} from './images/routes.ts';
import {routes as networkRoutes} from './networks/routes.ts';
import {routes as systemRoutes} from './system/routes.ts';
import {routes as volumeRoutes} from './volumes/routes.ts';

/** The whole Engine API. A new resource is a folder and a line here; the system's own come last, they know what is absent. */
export const routes: readonly Route[] = [
  ...buildRoutes,
  ...containerRoutes,
  ...imageRoutes,
  ...networkRoutes,
  ...volumeRoutes,
  ...systemRoutes,
];
