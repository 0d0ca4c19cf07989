"""analyzeImages: have a model say what pictures show."""

import strawberry

from actions.analysing import analyses
from actions.analysing.analyses import Analysis
from actions.analysing.wishes import wished
from graph.analyzing import locale_field, prompt_field
from graph.context import House, Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import idempotency_key, mutation, no_errors, refusals
from graph.types.enums import AnalysisKind, ErrorPolicy
from graph.types.image import Image
from graph.types.job import Job


@strawberry.input(description="Which pictures, and what a model is asked about each.")
class AnalyzeImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="READY images, at most 250.")
    kind: AnalysisKind = strawberry.field(description="What to write.")
    prompt: str | None = prompt_field()
    locale: str | None = locale_field()
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="A picture and the job that has a model asked about it.")
class ImageAnalysis:
    """One of those that were asked for."""

    image: Image = strawberry.field(description="The picture; see its `suggestions`.")
    job: Job = strawberry.field(
        description=(
            "Its job. It waits for the next day (UTC) where the calls of one are spent, and then "
            "says so in `problem`."
        )
    )

    @classmethod
    def of(cls, analysis: Analysis, house: House) -> "ImageAnalysis":
        """The same, as clients see it."""
        [image] = Image.of_all([analysis.image], house)
        job = Job.of({"_id": analysis.job.id, **analysis.job.model_dump()})
        return cls(image=image, job=job)


@strawberry.type(description="What came of it.")
class AnalyzeImagesPayload:
    """The pictures that a model is asked about."""

    analyses: list[ImageAnalysis] = strawberry.field(
        default_factory=list, description="In the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(AnalyzeImagesPayload)
async def analyze_images(info: Info, input: AnalyzeImagesInput) -> AnalyzeImagesPayload:
    """Have a model say what pictures show; what it says is a suggestion, and changes nothing.

    The model sees a private rendition without metadata, never the original. Answers at once;
    each picture has a job. Where no model is configured it answers AI_NOT_CONFIGURED and queues
    nothing. Needs the role IMPORTER.
    """
    house = info.context.house
    outcome = await analyses.analyze(
        info.context.viewer,
        object_ids("Image", input.ids),
        wished(input.kind, input.prompt, input.locale),
        policy=input.error_policy,
        rules=house.analysis,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return AnalyzeImagesPayload(
        analyses=[ImageAnalysis.of(one, house) for one in outcome.done],
        user_errors=refusals(outcome),
    )
