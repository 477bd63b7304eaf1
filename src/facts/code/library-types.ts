/**
 * What is known of the synchronous clients of databases and services: which names construct them, what their methods
 * give, and which of their methods wait for the network or the disk.
 * Sources: SQLAlchemy 2.0 API reference (Session, Query, Connection, Engine), DB-API 2.0 (PEP 249), and the
 * reference manuals of psycopg, PyMySQL, redis-py, PyMongo, Requests and HTTPX.
 */

export type BlockingCategory = "database" | "http" | "sleep" | "subprocess";

/** Qualified names of library classes → the short label used in facts and messages. */
export const classLabels: ReadonlyMap<string, string> = new Map([
  ...["sqlalchemy.orm.Session", "sqlalchemy.orm.session.Session"].map((name) => [name, "Session"] as const),
  ...["sqlmodel.Session", "sqlmodel.orm.session.Session"].map((name) => [name, "Session"] as const),
  ["sqlalchemy.orm.scoped_session", "scoped_session"],
  ["sqlalchemy.orm.scoping.scoped_session", "scoped_session"],
  ["sqlalchemy.orm.Query", "Query"],
  ["sqlalchemy.orm.query.Query", "Query"],
  ["sqlalchemy.Connection", "Connection"],
  ["sqlalchemy.engine.Connection", "Connection"],
  ["sqlalchemy.engine.base.Connection", "Connection"],
  ["sqlalchemy.Engine", "Engine"],
  ["sqlalchemy.engine.Engine", "Engine"],
  ["sqlalchemy.engine.base.Engine", "Engine"],
  ["sqlalchemy.ext.asyncio.AsyncSession", "AsyncSession"],
  ["sqlalchemy.ext.asyncio.session.AsyncSession", "AsyncSession"],
  ["sqlmodel.ext.asyncio.session.AsyncSession", "AsyncSession"],
  ["sqlalchemy.ext.asyncio.AsyncConnection", "AsyncConnection"],
  ["sqlalchemy.ext.asyncio.AsyncEngine", "AsyncEngine"],
  ["psycopg2.extensions.connection", "psycopg2.connection"],
  ["psycopg2.extensions.cursor", "psycopg2.cursor"],
  ["psycopg.Connection", "psycopg.Connection"],
  ["psycopg.Cursor", "psycopg.Cursor"],
  ["pymysql.connections.Connection", "pymysql.Connection"],
  ["pymysql.cursors.Cursor", "pymysql.Cursor"],
  ["sqlite3.Connection", "sqlite3.Connection"],
  ["sqlite3.Cursor", "sqlite3.Cursor"],
  ["redis.Redis", "redis.Redis"],
  ["redis.StrictRedis", "redis.Redis"],
  ["redis.client.Redis", "redis.Redis"],
  ["redis.asyncio.Redis", "redis.asyncio.Redis"],
  ["pymongo.MongoClient", "pymongo.MongoClient"],
  ["pymongo.mongo_client.MongoClient", "pymongo.MongoClient"],
  ["pymongo.database.Database", "pymongo.Database"],
  ["pymongo.collection.Collection", "pymongo.Collection"],
  ["requests.Session", "requests.Session"],
  ["requests.sessions.Session", "requests.Session"],
  ["httpx.Client", "httpx.Client"],
  ["httpx.AsyncClient", "httpx.AsyncClient"],
  ["aiohttp.ClientSession", "aiohttp.ClientSession"],
  ["urllib3.PoolManager", "urllib3.PoolManager"],
]);

/** Functions that give an instance → its label. */
export const constructors: ReadonlyMap<string, string> = new Map([
  ...classLabels,
  ["sqlalchemy.create_engine", "Engine"],
  ["sqlalchemy.engine.create_engine", "Engine"],
  ["sqlalchemy.engine_from_config", "Engine"],
  ["sqlmodel.create_engine", "Engine"],
  ["sqlalchemy.ext.asyncio.create_async_engine", "AsyncEngine"],
  ["sqlalchemy.ext.asyncio.async_engine_from_config", "AsyncEngine"],
  ["psycopg2.connect", "psycopg2.connection"],
  ["psycopg.connect", "psycopg.Connection"],
  ["psycopg.Connection.connect", "psycopg.Connection"],
  ["pymysql.connect", "pymysql.Connection"],
  ["MySQLdb.connect", "pymysql.Connection"],
  ["sqlite3.connect", "sqlite3.Connection"],
  ["redis.from_url", "redis.Redis"],
  ["redis.Redis.from_url", "redis.Redis"],
  ["redis.StrictRedis.from_url", "redis.Redis"],
  ["redis.asyncio.from_url", "redis.asyncio.Redis"],
  ["redis.asyncio.Redis.from_url", "redis.asyncio.Redis"],
  ["requests.session", "requests.Session"],
]);

export const sessionFactories: ReadonlySet<string> = new Set([
  "sqlalchemy.orm.sessionmaker",
  "sqlalchemy.orm.session.sessionmaker",
]);
export const asyncSessionFactories: ReadonlySet<string> = new Set([
  "sqlalchemy.ext.asyncio.async_sessionmaker",
  "sqlalchemy.ext.asyncio.session.async_sessionmaker",
]);

/** `label.method` → label of what it gives. `*` in place of the method stands for every method that does not wait. */
export const methodResults: ReadonlyMap<string, string> = new Map([
  ["Session.query", "Query"],
  ["Session.connection", "Connection"],
  ["scoped_session.query", "Query"],
  ["scoped_session.connection", "Connection"],
  ["Query.*", "Query"],
  ["Engine.connect", "Connection"],
  ["Engine.begin", "Connection"],
  ["Engine.execution_options", "Engine"],
  ["Connection.execution_options", "Connection"],
  ["psycopg2.connection.cursor", "psycopg2.cursor"],
  ["psycopg.Connection.cursor", "psycopg.Cursor"],
  ["pymysql.Connection.cursor", "pymysql.Cursor"],
  ["sqlite3.Connection.cursor", "sqlite3.Cursor"],
  ["redis.Redis.pipeline", "redis.Pipeline"],
  ["pymongo.MongoClient.get_database", "pymongo.Database"],
  ["pymongo.MongoClient.get_default_database", "pymongo.Database"],
  ["pymongo.Database.get_collection", "pymongo.Collection"],
]);

/** PyMongo reads databases and collections as attributes and items. */
export const memberLabels: ReadonlyMap<string, string> = new Map([
  ["pymongo.MongoClient", "pymongo.Database"],
  ["pymongo.Database", "pymongo.Collection"],
]);

const httpVerbs = ["get", "post", "put", "patch", "delete", "head", "options", "request"];
const cursorMethods = ["execute", "executemany", "callproc", "copy_expert", "copy_from", "copy_to"];
const sessionMethods = [
  "execute",
  "exec",
  "scalar",
  "scalars",
  "get",
  "get_one",
  "commit",
  "flush",
  "refresh",
  "merge",
  "bulk_save_objects",
  "bulk_insert_mappings",
  "bulk_update_mappings",
];

export interface BlockingMethods {
  readonly category: BlockingCategory;
  readonly methods: ReadonlySet<string>;
}

/** Methods that wait, by label. `rollback` and `close` wait too, but stand in clean-up code and are left out. */
export const blockingMethods: ReadonlyMap<string, BlockingMethods> = new Map([
  ["Session", database(sessionMethods)],
  ["scoped_session", database(sessionMethods)],
  ["Query", database(["all", "first", "one", "one_or_none", "scalar", "count", "get", "update", "delete"])],
  ["Connection", database(["execute", "exec_driver_sql", "scalar", "scalars", "commit"])],
  ["Engine", database(["connect", "begin", "raw_connection"])],
  ["psycopg2.connection", database(["commit"])],
  ["psycopg2.cursor", database(cursorMethods)],
  ["psycopg.Connection", database(["execute", "commit"])],
  ["psycopg.Cursor", database([...cursorMethods, "copy"])],
  ["pymysql.Connection", database(["commit", "query"])],
  ["pymysql.Cursor", database(cursorMethods)],
  ["sqlite3.Connection", database(["execute", "executemany", "executescript", "commit"])],
  ["sqlite3.Cursor", database(["execute", "executemany", "executescript"])],
  ["redis.Pipeline", database(["execute"])],
  [
    "redis.Redis",
    database(
      words(
        "get set setex setnx getset mget mset delete exists expire ttl incr incrby decr decrby " +
          "keys scan ping publish info flushdb flushall hget hset hgetall hmget hdel hincrby " +
          "hexists hkeys hvals lpush rpush lpop rpop blpop brpop lrange llen ltrim lrem sadd " +
          "srem smembers sismember scard zadd zrange zrem zscore zcard zrangebyscore " +
          "zremrangebyscore xadd xread eval evalsha execute_command",
      ),
    ),
  ],
  [
    "pymongo.Collection",
    database(
      words(
        "find_one find_one_and_update find_one_and_delete find_one_and_replace insert_one " +
          "insert_many update_one update_many replace_one delete_one delete_many bulk_write " +
          "count_documents estimated_document_count distinct aggregate create_index drop_index " +
          "drop",
      ),
    ),
  ],
  [
    "pymongo.Database",
    database(["command", "create_collection", "drop_collection", "list_collection_names"]),
  ],
  ["requests.Session", http(httpVerbs)],
  ["httpx.Client", http([...httpVerbs, "send", "stream"])],
  ["urllib3.PoolManager", http(["request", "urlopen"])],
]);

/** Library functions that wait, by qualified name. */
export const blockingFunctions: ReadonlyMap<string, BlockingCategory> = new Map<string, BlockingCategory>([
  ["time.sleep", "sleep"],
  ...httpVerbs.map((verb) => [`requests.${verb}`, "http"] as const),
  ...httpVerbs.map((verb) => [`requests.api.${verb}`, "http"] as const),
  ...[...httpVerbs, "stream"].map((verb) => [`httpx.${verb}`, "http"] as const),
  ["urllib.request.urlopen", "http"],
  ["urllib.request.urlretrieve", "http"],
  ["urllib3.request", "http"],
  ...["run", "call", "check_call", "check_output", "getoutput", "getstatusoutput"].map(
    (name) => [`subprocess.${name}`, "subprocess"] as const,
  ),
  ["os.system", "subprocess"],
  ["psycopg2.connect", "database"],
  ["psycopg.connect", "database"],
  ["psycopg.Connection.connect", "database"],
  ["pymysql.connect", "database"],
  ["MySQLdb.connect", "database"],
]);

function database(methods: readonly string[]): BlockingMethods {
  return { category: "database", methods: new Set(methods) };
}

function http(methods: readonly string[]): BlockingMethods {
  return { category: "http", methods: new Set(methods) };
}

function words(text: string): readonly string[] {
  return text.split(" ");
}
