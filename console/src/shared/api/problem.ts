import type { Words } from '@/shared/i18n/said';

/** One thing that is wrong, where there may be several. */
export interface Fault {
  path: string;
  message: string;
}

/** What the server said went wrong (RFC 9457), or that no answer came. `code` is stable; `said` is the cause for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  override readonly cause: string;
  readonly said: Words;
  readonly requestId: string;
  readonly faults: Fault[];

  constructor(status: number, code: string, cause: string, requestId = '', faults: Fault[] = [], said?: Words) {
    super(cause);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.cause = cause;
    this.said = said ?? cause;
    this.requestId = requestId;
    this.faults = faults;
  }

  /** The problem in an answer; answers that are no problem document (a proxy's page, say) get a code of their own. */
  static of(status: number, body: unknown, requestId = ''): Problem {
    const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (name: string) => (typeof said[name] === 'string' ? said[name] : '');
    const faults = Array.isArray(said.errors) ? (said.errors as Fault[]) : [];
    return new Problem(
      status,
      text('code') || `http_${status}`,
      text('detail'),
      text('request_id') || requestId,
      faults,
      (said.said as Words | null | undefined) ?? undefined,
    );
  }
}

/** Any error as a problem. What is thrown while the network is away has the code `unreachable`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return new Problem(0, 'unreachable', '');
  }
  return new Problem(0, 'console_error', error instanceof Error ? error.message : String(error));
}
