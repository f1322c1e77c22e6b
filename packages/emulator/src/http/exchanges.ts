// Requests to Twilio's APIs with their responses, for who compares them with Twilio's documents.

import type { MiddlewareHandler } from "hono";

/** A request and its response, when both are complete. */
export interface Exchange {
  method: string;
  /** With Twilio's host: `https://studio.twilio.com/v2/Flows?PageSize=50`. */
  url: string;
  /** Content type of the request; "" if it has none. */
  contentType: string;
  requestBody: string;
  status: number;
  responseBody: string;
  /** Whether a setting makes the response differ from Twilio's documents: nulls, an unknown field. */
  differsOnPurpose: boolean;
}

type Observer = (exchange: Exchange) => void;

const observers = new Set<Observer>();

/**
 * Reports every exchange of all local Twilios in this process.
 *
 * @returns a function that ends it
 */
export function observeExchanges(observer: Observer): () => void {
  observers.add(observer);
  return () => void observers.delete(observer);
}

/** @param differsOnPurpose of every exchange */
export const reportExchanges =
  (differsOnPurpose: () => boolean): MiddlewareHandler =>
  async (c, next) => {
    const [, host = ""] = c.req.path.split("/");
    if (observers.size === 0 || !host.endsWith(".twilio.com")) return next();
    const requestBody = await c.req.text();
    await next();
    const responseBody = await c.res.clone().text();
    const { pathname, search } = new URL(c.req.url);
    const exchange = {
      method: c.req.method,
      url: `https://${host}${pathname}${search}`,
      contentType: c.req.header("content-type") ?? "",
      requestBody,
      status: c.res.status,
      responseBody,
      differsOnPurpose: differsOnPurpose(),
    };
    for (const observe of observers) observe(exchange);
  };
