/** A message on one of the numbered streams of `channel.k8s.io`. */
export interface NumberedMessage {
  readonly number: number;
  readonly payload: Uint8Array;
}

const zero = 0x30;

/** In `base64.` protocols the number is a digit and the rest is base64. */
export function parseMessage(message: Buffer, base64: boolean): NumberedMessage {
  const [first = 0] = message;
  const rest = message.subarray(1);
  if (!base64) return {number: first, payload: rest};
  return {number: first - zero, payload: Buffer.from(rest.toString('latin1'), 'base64')};
}

export function messageOf({number, payload}: NumberedMessage, base64: boolean): Uint8Array {
  if (base64) return Buffer.from(`${number}${Buffer.from(payload).toString('base64')}`);
  return Buffer.concat([Buffer.from([number]), payload]);
}
