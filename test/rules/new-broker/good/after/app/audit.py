from kafka import KafkaConsumer


def consume() -> None:
    for message in KafkaConsumer("audit", bootstrap_servers="kafka:9092"):
        print(message.value)
