import {any, int, mapOf, optional, pointer, struct, text} from '../go-type.ts';

/** What `docker volume inspect` shows. */
export const volumeType = struct('volume.Volume', {
  ClusterVolume: optional(pointer(any)),
  CreatedAt: optional(text),
  Driver: text,
  Labels: mapOf(text),
  Mountpoint: text,
  Name: text,
  Options: mapOf(text),
  Scope: text,
  Status: optional(mapOf(any)),
  UsageData: optional(pointer(struct('volume.UsageData', {RefCount: int, Size: int}))),
});
