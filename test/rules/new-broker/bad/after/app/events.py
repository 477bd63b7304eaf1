from aiokafka import AIOKafkaProducer

producer = AIOKafkaProducer(bootstrap_servers="kafka:9092")


async def publish(topic: str, payload: bytes) -> None:
    await producer.send_and_wait(topic, payload)
