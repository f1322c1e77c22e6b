// Codes of what should not stand in a flow, or not travel so.

import { goodbye, type IssueCode, widget } from "./issueCode.ts";

export const security = {
  secret_in_text: {
    severity: "warning",
    title: "A secret in plain text",
    explanation:
      "A password in a URL, a SIP password, a token or key known by its form (Twilio, AWS, Google, GitHub, Slack, Stripe, SendGrid, JSON Web Tokens, bearer and Basic credentials, private keys), or a random-looking value under a name such as `api_key`, `token` or `password`. Whoever may read the flow, its revisions or an execution's context can read it. The message shows its first three characters at most.",
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
      "Let a Twilio Function make the request and keep the secret in its environment; `add_twilio_auth` for Twilio's own API. Then change the secret: old revisions keep it.",
  },
  insecure_url: {
    severity: "warning",
    title: "A connection without encryption",
    explanation:
      "A URL with `http://` or `ws://`: a request, a callback, TwiML, an audio file, a stream. Others on the way can read and change what is sent. Not told of the computer's own addresses.",
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
      "The customer's address, or what they wrote, said or typed, stands in the path or query of a URL or among the parameters of a GET request. URLs are kept in logs on every side. Not told of Twilio's own hosts.",
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
