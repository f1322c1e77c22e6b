// Codes for secrets, unencrypted connections and personal data.

import { goodbye, type IssueCode, widget } from "./issueCode.ts";

export const security = {
  secret_in_text: {
    severity: "warning",
    title: "A secret in plain text",
    explanation:
      "A password in a URL, a SIP password, a token or key recognized by its format (Twilio, AWS, Google, GitHub, Slack, Stripe, SendGrid, JSON Web Tokens, bearer and Basic credentials, private keys), or a random-looking value under a name such as `api_key`, `token` or `password`. Anyone who can read the flow, its revisions or an execution's context can read it. The message shows at most its first three characters.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget("look_up", "make-http-request", {
          url: "https://agent:hunter2@api.example.com/hours",
          method: "GET",
        }),
      ],
    },
    remedy:
      "Let a Twilio Function make the request and store the secret in its environment; for Twilio's own API use `add_twilio_auth`. Then rotate the secret: old revisions still contain it.",
  },
  insecure_url: {
    severity: "warning",
    title: "A connection without encryption",
    explanation:
      "A URL with `http://` or `ws://`: a request, a callback, TwiML, an audio file, a stream. Others on the network path can read and change what is sent. Not reported for localhost.",
    example: {
      widgets: [
        widget(
          "music",
          "say-play",
          { play: "http://media.example.com/welcome.mp3" },
          { audioComplete: "goodbye" },
        ),
        goodbye,
      ],
    },
    remedy: "Use `https://` or `wss://`.",
  },
  personal_data_in_url: {
    severity: "warning",
    title: "A customer's data in a URL",
    explanation:
      "The customer's address, or what they wrote, said or typed, is part of the path or query of a URL or of the parameters of a GET request. URLs end up in logs on both sides. Not reported for Twilio's own hosts.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget("look_up", "make-http-request", {
          url: "https://api.example.com/customers?phone={{contact.channel.address | url_encode}}",
          method: "GET",
        }),
      ],
    },
    remedy: "Send it in the body of a POST.",
  },
} as const satisfies Record<string, IssueCode>;
