import type { OutboundClient } from "./code.ts";

/** How a library's name is used to reach another service, and which argument says where that is. */
export interface OutboundUse {
  readonly package: string;
  readonly kind: OutboundClient["kind"];
  /** Position of the argument that names the target, or null; `keywords` are its names. */
  readonly position: number | null;
  readonly keywords: readonly string[];
}

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"];

function http(library: string, position: number | null, ...keywords: string[]): OutboundUse {
  return { package: library, kind: "http", position, keywords };
}

function broker(library: string, position: number | null, ...keywords: string[]): OutboundUse {
  return { package: library, kind: "broker", position, keywords };
}

/** Functions and constructors by qualified name. */
export const outboundNames: ReadonlyMap<string, OutboundUse> = new Map<string, OutboundUse>([
  ...verbs.map((verb) => [`requests.${verb}`, http("requests", 0, "url")] as const),
  ["requests.request", http("requests", 1, "url")],
  ...verbs.map((verb) => [`httpx.${verb}`, http("httpx", 0, "url")] as const),
  ["httpx.request", http("httpx", 1, "url")],
  ["httpx.stream", http("httpx", 1, "url")],
  ["httpx.Client", http("httpx", null, "base_url")],
  ["httpx.AsyncClient", http("httpx", null, "base_url")],
  ["aiohttp.ClientSession", http("aiohttp", 0, "base_url")],
  ["aiohttp.request", http("aiohttp", 1, "url")],
  ["urllib.request.urlopen", http("urllib", 0, "url")],
  ["urllib.request.urlretrieve", http("urllib", 0, "url")],
  ["urllib.request.Request", http("urllib", 0, "url")],
  ["urllib3.request", http("urllib3", 1, "url")],
  ["websockets.connect", http("websockets", 0, "uri")],
  ["websockets.client.connect", http("websockets", 0, "uri")],
  ["grpc.insecure_channel", http("grpc", 0, "target")],
  ["grpc.secure_channel", http("grpc", 0, "target")],
  ["grpc.aio.insecure_channel", http("grpc", 0, "target")],
  ["grpc.aio.secure_channel", http("grpc", 0, "target")],
  ["kafka.KafkaProducer", broker("kafka", null, "bootstrap_servers")],
  ["kafka.KafkaConsumer", broker("kafka", null, "bootstrap_servers")],
  ["aiokafka.AIOKafkaProducer", broker("kafka", null, "bootstrap_servers")],
  ["aiokafka.AIOKafkaConsumer", broker("kafka", null, "bootstrap_servers")],
  ["confluent_kafka.Producer", broker("kafka", null)],
  ["confluent_kafka.Consumer", broker("kafka", null)],
  ["pika.ConnectionParameters", broker("rabbitmq", 0, "host")],
  ["pika.URLParameters", broker("rabbitmq", 0, "url")],
  ["aio_pika.connect", broker("rabbitmq", 0, "url", "host")],
  ["aio_pika.connect_robust", broker("rabbitmq", 0, "url", "host")],
  ["faststream.rabbit.RabbitBroker", broker("rabbitmq", 0, "url")],
  ["faststream.kafka.KafkaBroker", broker("kafka", 0, "bootstrap_servers")],
  ["nats.connect", broker("nats", 0, "servers")],
  ["paho.mqtt.client.Client", broker("mqtt", null)],
  ["celery.Celery", broker("celery", null, "broker")],
  ["google.cloud.pubsub_v1.PublisherClient", broker("google-pubsub", null)],
  ["google.cloud.pubsub_v1.SubscriberClient", broker("google-pubsub", null)],
  ["boto3.client", { package: "boto3", kind: "cloud", position: 0, keywords: ["service_name"] }],
  ["boto3.resource", { package: "boto3", kind: "cloud", position: 0, keywords: ["service_name"] }],
  ["smtplib.SMTP", { package: "smtplib", kind: "mail", position: 0, keywords: ["host"] }],
  ["smtplib.SMTP_SSL", { package: "smtplib", kind: "mail", position: 0, keywords: ["host"] }],
  ["redis.Redis", { package: "redis", kind: "store", position: 0, keywords: ["host"] }],
  ["redis.from_url", { package: "redis", kind: "store", position: 0, keywords: ["url"] }],
  ["redis.Redis.from_url", { package: "redis", kind: "store", position: 0, keywords: ["url"] }],
  ["redis.asyncio.Redis", { package: "redis", kind: "store", position: 0, keywords: ["host"] }],
  ["redis.asyncio.from_url", { package: "redis", kind: "store", position: 0, keywords: ["url"] }],
  ["redis.asyncio.Redis.from_url", { package: "redis", kind: "store", position: 0, keywords: ["url"] }],
]);

/** Methods of clients, by the label of `classLabels`. */
export const outboundMethods: ReadonlyMap<string, OutboundUse> = new Map<string, OutboundUse>(
  ["requests.Session", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession"].flatMap((label) => {
    const library = label.slice(0, label.indexOf("."));
    return [
      ...verbs.map((verb) => [`${label}.${verb}`, http(library, 0, "url")] as const),
      [`${label}.request`, http(library, 1, "url")] as const,
      [`${label}.stream`, http(library, 1, "url")] as const,
      [`${label}.ws_connect`, http(library, 0, "url")] as const,
    ];
  }),
);

/** Brokers by the modules that are imported to use them: the first import of one is the first use. */
export const brokerModules: ReadonlyMap<string, readonly string[]> = new Map([
  ["kafka", ["kafka", "aiokafka", "confluent_kafka", "faststream.kafka"]],
  ["rabbitmq", ["pika", "aio_pika", "kombu", "faststream.rabbit"]],
  ["nats", ["nats"]],
  ["mqtt", ["paho.mqtt", "aiomqtt"]],
  ["celery", ["celery"]],
  ["google-pubsub", ["google.cloud.pubsub_v1", "google.cloud"]],
]);
