"""Read notes with Spark, write the answers and a summary.

    spark-submit --py-files osteotome.zip examples/spark_job.py NOTES ANSWERS SUMMARY

NOTES is a Parquet path with the columns id and text. ANSWERS (Parquet) has one row a note; SUMMARY (JSON) has
the number of notes for each decision, and how many were rejected.
"""

import argparse
from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from nlp.spark import annotate


def summarise(answers: DataFrame) -> DataFrame:
    """One row for each decision on 27165 (``rejected`` where there is an error), with the number of notes."""
    decision = f.when(f.col("error").isNull(), f.col("decision")).otherwise("rejected")
    return answers.groupBy(decision.alias("decision")).agg(f.count("*").alias("notes")).orderBy("decision")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the job."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("notes")
    parser.add_argument("answers")
    parser.add_argument("summary")
    parser.add_argument("--text-col", default="text")
    parser.add_argument("--id-col", default="id")
    parser.add_argument("--partitions", type=int, help="spread the notes anew over this many tasks")
    options = parser.parse_args(arguments)
    spark = SparkSession.builder.appName("osteotome").getOrCreate()
    notes = spark.read.parquet(options.notes)
    if options.partitions:
        notes = notes.repartition(options.partitions)
    answers = annotate(notes, text_col=options.text_col, id_col=options.id_col)
    answers.write.mode("overwrite").parquet(options.answers)
    summary = summarise(spark.read.parquet(options.answers))
    summary.coalesce(1).write.mode("overwrite").json(options.summary)
    summary.show()
    spark.stop()


if __name__ == "__main__":
    main()
