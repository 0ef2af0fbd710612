import {z} from 'zod';

/** A reference in a lesson; Docker takes lower case only. */
export const imageReference = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._:/-]*(:[\w][\w.-]*)?(@sha256:[0-9a-f]{64})?$/,
    'expected an image reference such as nginx:1.27-alpine',
  );
