// One read of the account, which Twilio may refuse while it allows the others.

import { describeMismatch } from "@pulumi/twilio/account";
import { TwilioError } from "@pulumi/twilio/client";
import * as z from "zod";

/** What a read returned, or why it returned nothing. `lacksRight`: the credentials lack the permission. */
export type Reading<T> = { value: T; refused?: never } | RefusedReading;

export interface RefusedReading {
  value?: never;
  refused: string;
  lacksRight: boolean;
  /** For messages, for instance "Studio flows". */
  what: string;
}

export async function attempt<T>(what: string, read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof z.ZodError) {
      return { refused: `${what}: ${describeMismatch(error)}`, lacksRight: false, what };
    }
    const lacksRight =
      error instanceof TwilioError && ([401, 403].includes(error.status) || error.code === 20003);
    return { refused: (error as Error).message, lacksRight, what };
  }
}

/** Performs a read that depends on another one; if that one was refused, so is this one. */
export async function readAfter<T, U>(
  earlier: Promise<Reading<T>>,
  next: (value: T) => Promise<Reading<U>>,
): Promise<Reading<U>> {
  const reading = await earlier;
  return reading.refused === undefined ? next(reading.value as T) : reading;
}
