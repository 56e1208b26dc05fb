/** The mark: somebody who comes round again. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <rect width="32" height="32" rx="8" fill="#0e5a53" />
      <path d="M16 7a9 9 0 1 1-8.2 5.3" fill="none" stroke="#f4efe4" strokeWidth="3.2" strokeLinecap="round" />
      <circle cx="16" cy="16" r="3.1" fill="#e8a33d" />
      <circle cx="9.2" cy="10.2" r="2.3" fill="#e8a33d" />
    </svg>
  );
}
