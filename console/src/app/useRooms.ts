import { useQuery } from '@tanstack/react-query';

import { sessionQuery } from '@/shared/session/getSession';

import { ROOMS, type Room } from './rooms';

/** The rooms that who is signed in may enter. */
export function useRooms(): Room[] {
  const { data } = useQuery(sessionQuery);
  return ROOMS.filter(room => !room.may || data?.may.includes(room.may));
}
