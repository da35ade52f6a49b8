"""Qt's QNetworkAccessManager, its signal authenticationRequired: URL USER PASSWORD."""
import sys

from PyQt5.QtCore import QCoreApplication, QTimer, QUrl
from PyQt5.QtNetwork import QNetworkAccessManager, QNetworkRequest

url, user, password = sys.argv[1:]
application = QCoreApplication(sys.argv[:1])
manager = QNetworkAccessManager()
asked = set()


def authenticate(_reply, authenticator):
    # Asked again about the same realm, it leaves the authenticator as it is: that ends the request.
    if authenticator.realm() not in asked:
        authenticator.setUser(user)
        authenticator.setPassword(password)
    asked.add(authenticator.realm())


manager.authenticationRequired.connect(authenticate)
manager.finished.connect(application.quit)
request = QNetworkRequest(QUrl(url))
request.setAttribute(QNetworkRequest.RedirectPolicyAttribute, QNetworkRequest.NoLessSafeRedirectPolicy)
reply = manager.get(request)
QTimer.singleShot(8000, application.quit)
application.exec_()
