/** What a system call can end with, in the words busybox prints (musl's strerror). */
const texts = {
  E2BIG: 'Argument list too long',
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address in use',
  EADDRNOTAVAIL: 'Address not available',
  EAGAIN: 'Resource temporarily unavailable',
  EBADF: 'Bad file descriptor',
  EBUSY: 'Resource busy',
  ECHILD: 'No child process',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  EHOSTUNREACH: 'Host is unreachable',
  EINTR: 'Interrupted system call',
  EINVAL: 'Invalid argument',
  EIO: 'I/O error',
  EISDIR: 'Is a directory',
  ELOOP: 'Symbolic link loop',
  EMFILE: 'No file descriptors available',
  ENAMETOOLONG: 'Filename too long',
  ENETUNREACH: 'Network unreachable',
  ENODEV: 'No such device',
  ENOENT: 'No such file or directory',
  ENOEXEC: 'Exec format error',
  ENOMEM: 'Out of memory',
  ENOSPC: 'No space left on device',
  ENOSYS: 'Function not implemented',
  ENOTCONN: 'Socket not connected',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  ENOTTY: 'Not a tty',
  ENXIO: 'No such device or address',
  EPERM: 'Operation not permitted',
  EPIPE: 'Broken pipe',
  EROFS: 'Read-only file system',
  ESPIPE: 'Invalid seek',
  ESRCH: 'No such process',
  ETIMEDOUT: 'Operation timed out',
  EXDEV: 'Cross-device link',
} as const;

export type SystemErrorCode = keyof typeof texts;

/** A system call of a simulated process that failed; `message` is what its program prints after the colon. */
export class SystemError extends Error {
  readonly code: SystemErrorCode;
  /** The path or address it was about, '' when there is none. */
  readonly subject: string;

  constructor(code: SystemErrorCode, subject = '') {
    super(texts[code]);
    this.code = code;
    this.subject = subject;
  }
}

export function isSystemError(error: unknown, ...codes: readonly SystemErrorCode[]): error is SystemError {
  return error instanceof SystemError && (codes.length === 0 || codes.includes(error.code));
}

/** An error of the world outside (Node's `code`) as one of ours. */
export function systemErrorOf(error: unknown, subject = ''): SystemError {
  if (error instanceof SystemError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return new SystemError(code in texts ? (code as SystemErrorCode) : 'EIO', subject);
}
