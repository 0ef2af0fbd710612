/** The version this behaves as. */
export const redisVersion = '7.4.2';
