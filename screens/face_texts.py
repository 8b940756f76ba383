"""What a person is told before their face is looked at and after it, for each purpose."""

from __future__ import annotations

from kiosk.rules.texts import Text
from kiosk.steps.faces import FacePurpose

_DELETED = Text("比对后立即删除，不保存照片", "Deleted right after the comparison; no picture is kept")
_STOPS = Text(
    "中途按“不用人脸”，马上停止并删除", "Press “Without my face” at any time: it stops and is deleted at once"
)

ASKED = {
    FacePurpose.PROVE: Text("用人脸核对是不是您本人，可以吗？", "May we check by your face that it is you?"),
    FacePurpose.TODAY: Text("今天在本厅用人脸认出您，可以吗？", "May this hall know you by your face today?"),
    FacePurpose.FIND: Text("用人脸找您今天的签到，可以吗？", "May we find today's check-in by your face?"),
}
USES = {
    FacePurpose.PROVE: Text("只用来核对您是不是这份证件的本人", "Only to check that the identity document is yours"),
    FacePurpose.TODAY: Text(
        "今天在本厅看一下摄像头就行，不用再放证件", "Today a look at the camera is enough here, without your card"
    ),
    FacePurpose.FIND: Text("只用来找到您今天在本厅的签到", "Only to find your check-in of today in this hall"),
}
WORKS = {
    FacePurpose.PROVE: Text(
        "摄像头看您的脸，和证件上或登记机关留存的照片比一比；会请您眨眼、转头或张嘴",
        "The camera compares your face with the photo on the card or in the register; you are asked to blink, turn "
        "your head or open your mouth",
    ),
    FacePurpose.TODAY: Text(
        "记下脸部特征（不是照片），加密存在本厅设备里，不传出去",
        "Features of your face, no picture, are kept encrypted on this hall's device and sent nowhere",
    ),
    FacePurpose.FIND: Text(
        "只和今天在本厅同意过的人比；没有同意过的人不会被认出来",
        "It is compared only with people who agreed here today; nobody else is recognised",
    ),
}
USES_NUMBER = Text(
    "只用来核对您说的证件号码是不是您本人的；号码会发给登记机关，取留存的照片",
    "Only to check that the number you gave is yours; it is sent to the register for the photograph kept there",
)
CLERK = {
    FacePurpose.PROVE: Text(
        "机器拿不准时，由面前的工作人员看您和两张照片来确认，看完即删",
        "Where the machine is not sure, the clerk before you looks at you and at both pictures; then they are deleted",
    ),
    FacePurpose.TODAY: Text(
        "以后机器拿不准时，工作人员会看登记机关留存的照片来确认是您",
        "Where the machine is not sure later today, the clerk looks at the register's photograph to see that it is you",
    ),
    FacePurpose.FIND: Text(
        "机器拿不准时，由面前的工作人员看您和留存的照片来确认，看完即删",
        "Where the machine is not sure, the clerk before you looks at you and at the photo kept; then it is deleted",
    ),
}
KEPT = {
    FacePurpose.PROVE: _DELETED,
    FacePurpose.TODAY: Text("今天闭馆时删除", "Deleted when the hall closes today"),
    FacePurpose.FIND: _DELETED,
}
WITHDRAWN = {
    FacePurpose.PROVE: _STOPS,
    FacePurpose.TODAY: Text("今天随时告诉工作人员，马上删除", "Tell any member of staff today; it is deleted at once"),
    FacePurpose.FIND: _STOPS,
}
DONE = {
    FacePurpose.PROVE: Text("核对好了，是您本人", "Checked: it is you"),
    FacePurpose.TODAY: Text("好了，今天在本厅可以用人脸", "Done: this hall knows your face today"),
    FacePurpose.FIND: Text("找到您今天的签到了", "Your check-in of today was found"),
}
LEFT = {
    FacePurpose.PROVE: Text("摄像头已关闭，刚才的画面已删除", "The camera is off, and what it saw is deleted"),
    FacePurpose.TODAY: Text(
        "摄像头已关闭，没有保存照片；脸部特征今天闭馆时删除",
        "The camera is off and no picture is kept; the features are deleted when the hall closes today",
    ),
    FacePurpose.FIND: Text("摄像头已关闭，刚才的画面已删除", "The camera is off, and what it saw is deleted"),
}
