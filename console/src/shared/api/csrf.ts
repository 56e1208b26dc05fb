let token = '';

/** The header that proves to the server that a request comes from this page and not from another site. */
export const CSRF_HEADER = 'X-Regulars-CSRF';

export const csrf = {
  get: () => token,
  /** Called with what `GET /v1/session` gave. */
  set: (value: string) => {
    token = value;
  },
};
