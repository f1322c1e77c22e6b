// Authentication: HTTP Basic with the account SID and its token, or with an API key and its secret.
// Source: twilio.com/docs/iam/api-keys, twilio.com/docs/api/errors/20003; twilio-node 6.3.1 base/BaseTwilio

import type { MiddlewareHandler } from "hono";
import { Refusal, refuse } from "../http/errors.ts";
import type { Account } from "../state/state.ts";
import type { Context } from "./context.ts";

/** Rejects requests without valid credentials with 401 / 20003. Webhooks are signed instead, and `/local/…` needs none. */
export function authenticate({ state, flexToken }: Context): MiddlewareHandler {
  return async (c, next) => {
    const [, host = "", ...rest] = c.req.path.split("/");
    if (!host.endsWith(".twilio.com") || host === "webhooks.twilio.com") return next();
    if (host === "flex.twilio.com") {
      if (c.req.header("Authorization") === `Bearer ${flexToken}`) return next();
      return refuse(new Refusal({ status: 401, code: 20003, message: "Authenticate" }), host);
    }
    const caller = identifyCaller(state.account, c.req.header("Authorization"));
    if (!caller) return refuse(new Refusal({ status: 401, code: 20003, message: "Authenticate" }), host);
    const accounts = rest.indexOf("Accounts");
    if (accounts >= 0 && !mayRead(state.account, caller, rest.slice(accounts + 1))) {
      const message = "Authentication Error - the credentials are not allowed to read this account";
      return refuse(new Refusal({ status: 401, code: 20003, message }), host);
    }
    return next();
  };
}

type Caller = "token" | "standard" | "main";

function identifyCaller(account: Account, authorization: string | undefined): Caller | undefined {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return undefined;
  const [user, ...password] = Buffer.from(encoded, "base64").toString().split(":");
  if (user === account.sid) return password.join(":") === account.authToken ? "token" : undefined;
  const key = account.apiKeys.find(({ sid }) => sid === user);
  return key?.secret === password.join(":") ? key.kind : undefined;
}

/** The path must name this account; a standard key may not read the account itself. */
function mayRead(account: Account, caller: Caller, [accountSid, resource]: string[]): boolean {
  return accountSid === account.sid && (resource !== undefined || caller !== "standard");
}
