// The stores as React sees them.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { live } from './live.js';
import { session } from './session.js';

export const useSession = () => useSyncExternalStore(session.subscribe, session.current);
export const useIdentity = () => useSyncExternalStore(session.subscribe, session.identity);
export const useLive = () => useSyncExternalStore(live.subscribe, live.current);

/** Closes a pop-up on Escape and on a click outside of it. Returns the ref for its root. */
export function useDismiss(open, close) {
  const root = useRef(null);
  useEffect(() => {
    if (!open) return;
    const onKey = (event) => event.key === 'Escape' && close();
    const onPointer = (event) => root.current && !root.current.contains(event.target) && close();
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPointer);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPointer);
    };
  }, [open, close]);
  return root;
}
