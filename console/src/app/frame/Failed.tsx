import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';

import { ProblemView } from '@/shared/ui/ProblemView';

import styles from './Failed.module.css';

/** A room that could not be shown; the rail stays. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={styles.failed}>
      <ProblemView error={error} retry={again} />
    </div>
  );
}
