import type {Route} from '../api/route.ts';
import {absentRoutes} from './absent-routes.ts';
import {archiveRoutes} from './archive-routes.ts';
import {attachRoutes} from './attach-routes.ts';
import {execRoutes} from './exec-routes.ts';
import {lifeRoutes} from './life-routes.ts';
import {lookRoutes} from './look-routes.ts';

/** Everything about containers and execs. */
export const routes: readonly Route[] = [
  ...lifeRoutes,
  ...lookRoutes,
  ...attachRoutes,
  ...execRoutes,
  ...archiveRoutes,
  ...absentRoutes,
];
