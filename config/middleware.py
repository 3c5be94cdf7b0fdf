"""Middleware of the project."""

from csp.constants import HEADER, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class SplitCSPMiddleware(CSPMiddleware):
    """Keeps the public site at 'self'; the admin's widgets start from inline scripts.

    The policy of the public site is the same for every answer, so it is written once.
    """

    _written: tuple[object, str] | None = None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
            }
            return super().process_response(request, response)
        if any(name.startswith("_csp") for name in vars(response)):
            # The view has a policy of its own.
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._public_policy())
        return response

    def _public_policy(self) -> str:
        policy = settings.CONTENT_SECURITY_POLICY
        if self._written is None or self._written[0] is not policy:
            self._written = policy, build_policy()
        return self._written[1]
