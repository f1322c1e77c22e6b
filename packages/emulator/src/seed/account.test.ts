import { expect, test } from "vitest";
import { apiKeySecret, authToken } from "./account.ts";

test("the secrets are letters only, as twilio-go demands of a password, and not of a real one's form", () => {
  for (const secret of [authToken, apiKeySecret]) {
    expect(secret).toMatch(/^madeUp[a-zA-Z0-9]*$/);
    // Twilio's are 32 characters long.
    expect(secret).not.toHaveLength(32);
  }
});
