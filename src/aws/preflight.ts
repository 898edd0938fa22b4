/**
 * The headers that a host has to allow in its answer to a browser's preflight (`Access-Control-Allow-Headers`) for the console to call it
 * directly: all that the SDK sends besides those which need no leave. A browser does not tell which of them was refused.
 */
export const headersToAllow: readonly string[] = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'authorization',
  'content-type',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
  'x-amz-user-agent',
]
